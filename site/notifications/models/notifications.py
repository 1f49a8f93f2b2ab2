"""One message to one person, as it stands in their inbox."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.tenancy import CompanyOwned, ScopedQuerySet

if TYPE_CHECKING:
    from accounts.models import User

WAY_OUT = "notifications.way-out"


def way_out_of(user: "User", kinds: "Sequence[str]", *, is_digest: bool = False) -> str:
    """A token that ends mails of these kinds, or a digest, and nothing else, without sign-in."""
    token = [user.uuid.hex, ",".join(kinds)] + (["digest"] if is_digest else [])
    return signing.dumps(token, salt=WAY_OUT)


class NotificationQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """Everybody sees their own. What a sender may know of it, the sender's app answers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user_id=user.pk)

    def shown(self) -> "NotificationQuerySet":
        """Those for the inbox; the others went by another channel only."""
        return self.filter(is_shown=True)

    def unread(self) -> "NotificationQuerySet":
        return self.shown().filter(read_at__isnull=True)


class Notification(CompanyOwned):
    """The words are kept in the language in which they were sent; where they lead asks again
    whether the person may still read it."""

    class Urgency(models.TextChoices):
        INFO = "info", _("Information")
        IMPORTANT = "important", _("Important")
        EMERGENCY = "emergency", _("Emergency")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    building = models.ForeignKey(
        "properties.Building", null=True, on_delete=models.CASCADE, related_name="+"
    )
    #: As registered in accounts.queries.preferences.
    kind = models.CharField(max_length=30)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.INFO)
    #: What happened, by a name that never comes again: telling of it twice tells it once.
    source = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    text = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10)
    #: Where it leads, on our own host.
    path = models.CharField(max_length=255)
    is_shown = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["user", "source"], name="told_once_of_each_source"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="inbox_newest_first"),
            models.Index(fields=["source"], name="notifications_of_a_source"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def way_out(self) -> str:
        """For links that end mails of this kind. The user should be loaded with the row."""
        return way_out_of(self.user, [self.kind])

    @property
    def tone(self) -> str:
        """The pill's meaning colour."""
        return {"important": "warn", "emergency": "bad"}.get(self.urgency, "info")
