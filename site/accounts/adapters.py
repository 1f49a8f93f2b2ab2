"""allauth, told how this product behaves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.emails.sign_in import send_sign_in_mail


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account is a choice of the installation."""
        return bool(settings.SIGN_UP == "open")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """All of allauth's messages, in our look."""
        send_sign_in_mail(kind=template_prefix, email=email, context=context)

    def send_account_already_exists_mail(self, email: str) -> None:
        """A new account takes as long as its password takes to hash; so must a known address."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """An address that an invitation proved counts for a sign-up with this very address only.

        allauth would give the new account the stashed address, verified, whatever was typed.
        """
        stashed = request.session.get("account_verified_email")
        if stashed and stashed.lower() != form.cleaned_data["email"].lower():
            self.unstash_verified_email(request)
        return super().save_user(request, user, form, commit)
