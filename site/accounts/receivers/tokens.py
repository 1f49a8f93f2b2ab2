"""What allauth and Django tell about sessions, as far as tokens hang on them."""

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.operations.sessions import forget_session


@receiver([password_changed, password_set], dispatch_uid="accounts.new_pair_after_new_password")
def ask_for_a_new_pair(request: HttpRequest | None, **kwargs: Any) -> None:
    """A new password ends all sessions but this one, which gets another key: so the caller's own
    tokens die as well, and the answer must bring new ones.

    allauth hands out a pair when nobody was signed in before the request. That mark is private to
    it; tests/accounts/test_tokens.py notices when it moves.
    """
    headless = getattr(getattr(request, "allauth", None), "headless", None)
    if headless is not None:
        headless._pre_user = AnonymousUser()


@receiver(user_logged_out, dispatch_uid="accounts.forget_ended_session")
def forget_ended_session(request: HttpRequest | None, **kwargs: Any) -> None:
    """allauth lists a session until somebody looks; whoever signed out is gone at once."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        forget_session(session_key=key)
