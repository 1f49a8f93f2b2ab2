"""What happens to an account besides our own operations, as allauth tells it: noted, and mailed
where its owner should look twice."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import KnownDevice, User
from accounts.models.devices import digest_of_device
from accounts.operations.guards import forget_attempts
from accounts.operations.sessions import tell_of_end
from foundation import audit, clock, queue

#: Long enough to recognise it, short enough for a line.
_DEVICE_WORDS = 120


@transaction.atomic
def note(*, actor: User, action: str, changes: Mapping[str, tuple[Any, Any]] | None = None) -> None:
    """Write down what a person did to their own account; `action` without its app."""
    audit.record(actor, f"accounts.{action}", actor, changes)


@transaction.atomic
def note_sign_in(*, actor: User, user_agent: str) -> None:
    """A person has signed in, with every step that was asked for.

    A kind of browser or app that the account was not used with before is announced by mail, the
    very first one excepted.
    """
    note(actor=actor, action="signed_in")
    now = clock.now()
    knows_some = KnownDevice.objects.filter(user=actor).exists()
    _device, is_new = KnownDevice.objects.update_or_create(
        user=actor,
        digest=digest_of_device(user_agent),
        defaults={"last_seen_at": now},
        create_defaults={"first_seen_at": now, "last_seen_at": now},
    )
    if is_new and knows_some:
        device = user_agent[:_DEVICE_WORDS] or "?"
        queue.enqueue("accounts.tasks.send_new_device", actor.pk, device, now.isoformat())


@transaction.atomic
def note_new_password(*, actor: User, action: str) -> None:
    """A new password, whichever way: attempts with the old one are forgiven, and what hung on the
    old one ends."""
    note(actor=actor, action=action)
    forget_attempts(user=actor)
    tell_of_end(user_id=actor.pk, session_ids=None)
    queue.enqueue("accounts.tasks.send_password_changed", actor.pk)
