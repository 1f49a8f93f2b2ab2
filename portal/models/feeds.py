"""Addresses under which a calendar or a news reader fetches what a person may read."""

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.tenancy import ScopedQuerySet

_signer = signing.Signer(salt="portal.feeds", sep=".")


class FeedTokenQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "FeedTokenQuerySet":
        """A person's own addresses; nobody else is shown them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user_id=user.pk)

    def named(self, token: str) -> "FeedTokenQuerySet":
        """The row of a token from an address, if the signature is ours (docs/decisions)."""
        try:
            return self.filter(uuid=uuid.UUID(hex=_signer.unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


class FeedToken(models.Model):
    """One address that a person has made for one of their programs, and can switch off.

    Without a building it follows the person through all their buildings, whichever company they
    belong to, so the row itself belongs to a person and to no company.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        EVENTS = "events", _("Calendar: all events")
        MY_EVENTS = "my_events", _("Calendar: events I signed up for")
        NEWS = "news", _("News")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens"
    )
    building = models.ForeignKey(
        "properties.Building", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.building or 'all buildings'})"

    @property
    def token(self) -> str:
        """What stands in the address: the row's id with our signature."""
        return _signer.sign(self.uuid.hex)

    @property
    def is_calendar(self) -> bool:
        return self.kind != self.Kind.NEWS
