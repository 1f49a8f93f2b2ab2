"""What became of a message on its way out of the house."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.tenancy import CompanyOwned, ScopedQuerySet
from notifications.models.notifications import Notification


class DeliveryQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "DeliveryQuerySet":
        """As the notification it delivers."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(notification__user_id=user.pk)


class Delivery(CompanyOwned):
    """A notification by one channel. The inbox needs none: it is there when it is written."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        #: One row for all devices of the person.
        PUSH = "push", _("Push message")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        #: Waits to be listed with others in one mail, the digest.
        COLLECTED = "collected", _("Waits for the digest")
        #: Taken by a worker; one that dies leaves it so until it is swept up.
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Undeliverable")
        #: It arrived, and they called it spam.
        COMPLAINED = "complained", _("Reported as spam")
        FAILED = "failed", _("Failed")
        SKIPPED = "skipped", _("Not sent")

    class Reason(models.TextChoices):
        """Why it was not sent."""

        PREFERENCE = "preference", _("They do not want it by this channel")
        NO_ADDRESS = "no_address", _("They have no proven e-mail address")
        BOUNCED_BEFORE = "bounced_before", _("An earlier message to the address came back")
        COMPLAINED_BEFORE = "complained_before", _("They reported an earlier message as spam")
        READ_ALREADY = "read_already", _("They had read it already")
        NO_DEVICE = "no_device", _("They have no device that takes messages")
        TAKEN_BACK = "taken_back", _("It was taken back before")

    UNDER_WAY = (State.QUEUED, State.COLLECTED, State.SENDING)
    #: Whoever answered so is left alone for a while.
    REFUSED = (State.BOUNCED, State.COMPLAINED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    #: Quiet hours, or the evening of the digest; empty: at once, or no longer waiting.
    not_before = models.DateTimeField(null=True)
    #: The mail in which it is listed with others; several rows have the same.
    digest = models.UUIDField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "channel"], name="one_delivery_per_channel"
            ),
            models.CheckConstraint(
                condition=(models.Q(state="skipped") & ~models.Q(reason=""))
                | (~models.Q(state="skipped") & models.Q(reason="")),
                name="skipped_deliveries_say_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "changed_at"],
                condition=models.Q(state__in=["queued", "collected", "sending"]),
                name="deliveries_under_way",
            ),
            models.Index(
                fields=["address"],
                condition=models.Q(state__in=["bounced", "complained"]),
                name="refusing_addresses",
            ),
            models.Index(
                fields=["not_before"],
                condition=models.Q(not_before__isnull=False),
                name="deliveries_waiting",
            ),
            models.Index(
                fields=["digest"],
                condition=models.Q(digest__isnull=False),
                name="deliveries_of_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.notification}"
