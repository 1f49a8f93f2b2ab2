"""allauth, told how this product behaves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.emails.sign_in import send_sign_in_mail
from accounts.models import User
from accounts.operations import guards
from accounts.operations.sign_up import may_sign_up
from foundation.problems import problem_response
from foundation.requests import client_ip, network_of

#: Where no address is known; sessions are listed with one.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens here


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account is a choice of the installation."""
        return may_sign_up(request.session)

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

    def get_client_ip(self, request: HttpRequest) -> str:
        """The one answer for limits, sessions and the log (foundation.requests)."""
        return client_ip(request) or NO_ADDRESS

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Look at a password, unless there were too many attempts. Every door comes through here:
        pages, the JSON API, and proving anew who one is.

        Raises:
            ImmediateHttpResponse: 429, with the seconds to wait.
        """
        login = str(credentials.get("email") or credentials.get("username") or "")
        try:
            place = network_of(self.get_client_ip(request))
            attempt = guards.reserve_attempt(login=login, ip=place)
        except guards.LockedOut as error:
            raise ImmediateHttpResponse(_wait(request, error)) from error
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            guards.fail(attempt=attempt, login=login)
        else:
            guards.succeed(attempt=attempt)
        return user


def _wait(request: HttpRequest, error: guards.LockedOut) -> HttpResponse:
    if request.path.startswith("/_allauth/"):
        response = problem_response(
            status=error.status, title=str(error.title), detail=error.message, code=error.code
        )
    else:
        response = render(request, "account/locked_out.html", {"error": error}, status=error.status)
    response["Retry-After"] = str(error.seconds)
    return response
