"""What allauth tells about second factors, as far as the present session hangs on them."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.queries.second_factor import factors_of


@receiver(authenticator_added, dispatch_uid="accounts.new_factor_is_proven")
def count_new_factor_as_proven(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Setting up took a code of the app, or the passkey itself: asking again proves nothing."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )


@receiver(authenticator_removed, dispatch_uid="accounts.last_factor_is_gone")
def forget_proof_of_removed_factors(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without any factor left, this session has none to show either."""
    if not factors_of(user):
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            method for method in methods if method.get("method") != "mfa"
        ]
