"""The offer of an account to somebody whom the company knows already."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buildings.residents.models.people import Person
from foundation import clock, tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

_SALT = "residents.invitation"


class InvitationQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """Staff see those of their buildings. The invited hold a token, and need no account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))

    def waiting(self) -> "InvitationQuerySet":
        """Those that can still be accepted, as far as the state says; time may have run out."""
        return self.filter(state__in=Invitation.WAITING)


class Invitation(CompanyOwned):
    """One person's way in. There is one at a time: sent again, it keeps its row.

    The link carries a signed token made of the row and its version, so that the database holds no
    secret, and sending again makes the older links worthless.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Invited")
        OPENED = "opened", _("Opened")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Withdrawn")
        BOUNCED = "bounced", _("Undeliverable")

    WAITING = (State.SENT, State.OPENED, State.BOUNCED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    #: Whose desk invited; the mail speaks in its name and the page leads there.
    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    #: The address it went to; a correction in the book afterwards does not redirect it. Empty: it
    #: was printed as a letter.
    email = models.EmailField(blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["sent", "opened", "bounced"]),
                name="one_waiting_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def scope_building_id(self) -> int:
        return self.building_id

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
        return {"accepted": "ok", "declined": "bad"}.get(self.state, "info")

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
