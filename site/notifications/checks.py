"""What is looked at before the server starts."""

from typing import Any

from django.core.checks import Error, register

from notifications.queries.devices import public_key


@register()
def check_push_key(**kwargs: Any) -> list[Error]:
    """A key with a slip in it would fail at the first message, hours later."""
    try:
        public_key()
    except ValueError:
        return [
            Error(
                "VAPID_PRIVATE_KEY is no key for messages to devices.",
                hint="Make one with manage.py make_vapid_key, or leave it empty.",
                id="notifications.E001",
            )
        ]
    return []
