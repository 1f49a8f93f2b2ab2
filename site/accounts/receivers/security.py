"""allauth's signals about accounts, each handed to one operation."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.operations import security


@receiver(account.user_logged_in, dispatch_uid="accounts.note_sign_in")
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    security.note_sign_in(actor=user, user_agent=request.headers.get("User-Agent", ""))


@receiver(user_logged_out, dispatch_uid="accounts.note_sign_out")
def signed_out(request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    # An account that is just being closed signs out as part of that, and may be gone already.
    if user is not None and user.is_active:
        security.note(actor=user, action="signed_out")


@receiver(account.user_signed_up, dispatch_uid="accounts.note_sign_up")
def signed_up(user: User, **kwargs: Any) -> None:
    security.note(actor=user, action="signed_up")


@receiver(account.password_changed, dispatch_uid="accounts.note_password_changed")
def password_changed(user: User, **kwargs: Any) -> None:
    security.note_new_password(actor=user, action="password_changed")


@receiver(account.password_set, dispatch_uid="accounts.note_password_set")
def password_set(user: User, **kwargs: Any) -> None:
    security.note_new_password(actor=user, action="password_set")


@receiver(account.password_reset, dispatch_uid="accounts.note_password_reset")
def password_reset(user: User, **kwargs: Any) -> None:
    security.note_new_password(actor=user, action="password_reset")


@receiver(account.email_added, dispatch_uid="accounts.note_email_added")
def email_added(user: User, email_address: Any, **kwargs: Any) -> None:
    change = {"email": (None, email_address.email)}
    security.note(actor=user, action="email_added", changes=change)


@receiver(account.email_removed, dispatch_uid="accounts.note_email_removed")
def email_removed(user: User, email_address: Any, **kwargs: Any) -> None:
    change = {"email": (email_address.email, None)}
    security.note(actor=user, action="email_removed", changes=change)


@receiver(account.email_changed, dispatch_uid="accounts.note_email_changed")
def email_changed(
    user: User, from_email_address: Any, to_email_address: Any, **kwargs: Any
) -> None:
    before = from_email_address.email if from_email_address else None
    change = {"email": (before, to_email_address.email)}
    security.note(actor=user, action="email_changed", changes=change)


@receiver(account.email_confirmed, dispatch_uid="accounts.note_email_confirmed")
def email_confirmed(email_address: Any, **kwargs: Any) -> None:
    change = {"email": (None, email_address.email)}
    security.note(actor=email_address.user, action="email_confirmed", changes=change)


@receiver(mfa.authenticator_added, dispatch_uid="accounts.note_factor_added")
def factor_added(user: User, authenticator: Any, **kwargs: Any) -> None:
    change = {"second_factor": (None, authenticator.type)}
    security.note(actor=user, action="second_factor_added", changes=change)


@receiver(mfa.authenticator_removed, dispatch_uid="accounts.note_factor_removed")
def factor_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    change = {"second_factor": (authenticator.type, None)}
    security.note(actor=user, action="second_factor_removed", changes=change)


@receiver(mfa.authenticator_reset, dispatch_uid="accounts.note_factor_reset")
def factor_reset(user: User, authenticator: Any, **kwargs: Any) -> None:
    change = {"second_factor": (authenticator.type, authenticator.type)}
    security.note(actor=user, action="second_factor_renewed", changes=change)
