"""What invitations share: a link of one's own, good for some days and used once.

The link carries a signed token made of the row and its version, so the database holds no secret,
and sending again makes the older links worthless (docs/decisions/0017).
"""

import uuid
from typing import Any, ClassVar

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class OfferQuerySet(ScopedQuerySet):
    def waiting(self) -> "OfferQuerySet":
        """Those that can still be accepted, as far as the state says; time may have run out."""
        return self.filter(state__in=Offer.WAITING)


class Offer(CompanyOwned):
    """Base of what is offered to one person and waits for an answer. Sent again, it keeps its row.

    A subclass says who is invited to what, which of them may wait at a time, and its `SALT`, which
    keeps the tokens of one kind from being taken for another's.
    """

    SALT: ClassVar[str]

    class State(models.TextChoices):
        SENT = "sent", _("Invited")
        OPENED = "opened", _("Opened")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REVOKED = "revoked", _("Withdrawn")
        BOUNCED = "bounced", _("Undeliverable")

    WAITING = (State.SENT, State.OPENED, State.BOUNCED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def has_expired(self) -> bool:
        return self.is_waiting and self.expires_at <= clock.now()

    @property
    def label(self) -> str:
        """The state as the desk says it."""
        return str(_("Expired")) if self.has_expired else str(self.State(self.state).label)

    @property
    def tone(self) -> str:
        """Of the pill that shows the state."""
        if self.has_expired or self.state == self.State.BOUNCED:
            return "warn"
        return {"accepted": "ok", "declined": "bad", "revoked": "neutral"}.get(self.state, "info")

    @property
    def token(self) -> str:
        """What the link carries; about ninety characters that fit an address."""
        return signing.dumps([self.uuid.hex, self.version], salt=self.SALT)

    @classmethod
    def row_and_version(cls, token: str) -> tuple[Any, int]:
        """What a token names: the row's UUID and its version.

        Raises:
            ValueError: we have not made it.
        """
        try:
            row, version = signing.loads(token, salt=cls.SALT)
            return uuid.UUID(row), int(version)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise ValueError("not a token") from error
