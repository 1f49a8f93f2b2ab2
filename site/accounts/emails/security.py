"""The messages that make a person look twice: something has happened to their account."""

import datetime as dt

from django.urls import reverse

from accounts.models import User
from foundation import mail
from foundation.languages import language_for


def _send(user: User, message: str, **context: object) -> None:
    if not user.is_active:
        return
    mail.send(
        to=user.email,
        message=f"accounts/{message}",
        language=language_for(user),
        context={
            "name": user.get_short_name() or user.email,
            "reset": reverse("account_reset_password"),
            **context,
        },
    )


def send_locked_out_mail(user: User) -> None:
    """Somebody has guessed too often; a new password lets the owner in at once."""
    _send(user, "locked_out")


def send_password_changed_mail(user: User) -> None:
    _send(user, "password_changed")


def send_new_device_mail(user: User, *, device: str, at: dt.datetime) -> None:
    """A sign-in from a browser or app that this account has not used before."""
    _send(user, "new_device", device=device, at=at)
