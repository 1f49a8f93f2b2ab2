"""Reads about second factors: who needs one, and who has one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import StaffMembership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def needs_second_factor(user: "User | AnonymousUser") -> bool:
    """Whether this is somebody who runs the platform or works for a company."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_platform_staff:
        return True
    return bool(StaffMembership.objects.current().filter(user=user).exists())


def factors_of(user: User) -> set[str]:
    """The kinds of second factor the person has set up: `totp`, `webauthn`."""
    found = Authenticator.objects.filter(user=user)
    return set(found.values_list("type", flat=True)) - {Authenticator.Type.RECOVERY_CODES}


@dataclass(frozen=True, slots=True)
class Security:
    """How somebody's sign-in is protected, for the page that tells them."""

    has_password: bool
    addresses: int
    has_app: bool
    passkeys: int
    sessions: int
    is_second_factor_needed: bool


def security_of(user: User) -> Security:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Security(
        has_password=user.has_usable_password(),
        addresses=EmailAddress.objects.filter(user=user).count(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        sessions=UserSession.objects.filter(user=user).count(),
        is_second_factor_needed=needs_second_factor(user),
    )
