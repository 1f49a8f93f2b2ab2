"""The offer of a job in a company."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.properties.models.buildings import Building
from foundation import clock, tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

_SALT = "properties.staff_invitation"


class StaffInvitationQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "StaffInvitationQuerySet":
        """Owners see those of their company. The invited hold a token, and need no account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, _buildings = tenancy.places(user, {tenancy.OWNER})
        return self.filter(company_id__in=companies)

    def waiting(self) -> "StaffInvitationQuerySet":
        """Those that can still be accepted, as far as the state says; time may have run out."""
        return self.filter(state__in=StaffInvitation.WAITING)


class StaffInvitation(CompanyOwned):
    """A job that waits for somebody. There is one per address: sent again, it keeps its row.

    As with residents, the link carries a signed token of the row and its version, so the database
    holds no secret, and sending again makes the older links worthless (docs/decisions/0017).
    """

    class Role(models.TextChoices):
        OWNER = tenancy.OWNER, pgettext_lazy("of a company", "Owner")
        MANAGER = tenancy.MANAGER, _("Manager")
        ASSISTANT = tenancy.ASSISTANT, _("Assistant")
        FINANCE = tenancy.FINANCE, _("Finance")

    class State(models.TextChoices):
        SENT = "sent", _("Not answered")
        OPENED = "opened", _("Opened")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Withdrawn")
        BOUNCED = "bounced", _("Undeliverable")

    WAITING = (State.SENT, State.OPENED, State.BOUNCED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    covers_all_buildings = models.BooleanField(_("covers all buildings"), default=False)
    #: Empty where the job covers all.
    buildings = models.ManyToManyField(Building, related_name="+", blank=True)
    #: Empty: the platform, for example when a company is opened.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=Q(state__in=["sent", "opened", "bounced"]),
                name="one_waiting_staff_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(role="owner") | Q(covers_all_buildings=True),
                name="invited_owner_covers_all_buildings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    @property
    def scope_building_id(self) -> None:
        return None

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def has_expired(self) -> bool:
        return self.is_waiting and self.expires_at <= clock.now()

    @property
    def label(self) -> str:
        """The state as the desk says it."""
        return str(_("Expired")) if self.has_expired else self.get_state_display()

    @property
    def tone(self) -> str:
        """Of the pill that shows the state."""
        if self.has_expired or self.state == self.State.BOUNCED:
            return "warn"
        return {"accepted": "ok", "declined": "bad", "revoked": "neutral"}.get(self.state, "info")

    @property
    def token(self) -> str:
        """What the link carries; about ninety characters that fit an address."""
        return signing.dumps([self.uuid.hex, self.version], salt=_SALT)


def row_and_version(token: str) -> tuple[uuid.UUID, int]:
    """What a token names.

    Raises:
        ValueError: we have not made it.
    """
    try:
        row, version = signing.loads(token, salt=_SALT)
        return uuid.UUID(row), int(version)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ValueError("not a token") from error
