"""What the account itself keeps about its person."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from accounts.models import ApiKey, KnownDevice, StaffMembership, User
from accounts.operations.personal_data import pseudonymise
from accounts.operations.staff import end_staff
from foundation import audit, personal_data, tenancy
from foundation.actors import SystemActor

if TYPE_CHECKING:
    from django.db.models import Model


def export(user: User) -> dict[str, Any]:
    memberships = StaffMembership.objects.filter(user=user).select_related("company")
    return {
        "account": {
            "id": user.uuid,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "language": user.language,
            "phone": user.phone,
            "time_zone": user.time_zone,
            "preferences": user.preferences,
            "joined_at": user.date_joined,
            "last_signed_in_at": user.last_login,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).values(
                "ip", "user_agent", "created_at", "last_seen_at"
            )
        ),
        "api_keys_made": list(
            ApiKey.objects.filter(created_by=user).values("name", "prefix", "created_at")
        ),
        "known_devices": list(
            KnownDevice.objects.filter(user=user).values("first_seen_at", "last_seen_at")
        ),
        "jobs": [
            {
                "company": membership.company.name,
                "role": membership.role,
                "from": membership.started_at,
                "until": membership.ended_at,
            }
            for membership in memberships
        ],
        "what_you_did": list(
            audit.done_by(user).values(
                "action", "object_type", "object_label", "occurred_at", "ip_address"
            )
        ),
    }


def files(user: User) -> list[tuple[str, bytes]]:
    if not user.avatar:
        return []
    with user.avatar.open() as picture:
        return [(f"account/{PurePath(str(user.avatar.name)).name}", picture.read())]


def refuse(user: User) -> list[str]:
    """A company keeps an owner, and the platform somebody who runs it."""
    reasons = [
        _("You are the last owner of %(company)s; name another owner first.")
        % {"company": membership.company.name}
        for membership in StaffMembership.objects.current()
        .filter(user=user, role=tenancy.OWNER)
        .select_related("company")
        if not StaffMembership.objects.current()
        .filter(company_id=membership.company_id, role=tenancy.OWNER, user__is_active=True)
        .exclude(user=user)
        .exists()
    ]
    others = User.objects.filter(is_platform_staff=True, is_active=True).exclude(pk=user.pk)
    if user.is_platform_staff and not others.exists():
        reasons.append(_("You are the last super user; name another one first."))
    return reasons


def erase(user: User) -> "Iterable[Model]":
    memberships = list(StaffMembership.objects.filter(user=user))
    for membership in memberships:
        if membership.ended_at is None:
            end_staff(actor=SystemActor("erasure"), membership=membership)
    pseudonymise(user=User.objects.get(pk=user.pk))
    return memberships


personal_data.register(
    personal_data.Part("accounts", export=export, erase=erase, files=files, refuse=refuse)
)
