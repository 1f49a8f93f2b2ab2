"""An announcement on its way to people, and what they did with it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from portal.models.announcements import AnnouncementPage


class SendingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "SendingQuerySet":
        """The staff of the building."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))


class AnnouncementSending(CompanyOwned):
    """One publication that is told to people. It waits a moment, in which it can be stopped."""

    #: What was told to whom is no business of Wagtail's list of usages.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "waiting", _("Goes out in a moment")
        SENT = "sent", _("Sent")
        STOPPED = "stopped", _("Stopped")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey("properties.Building", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(AnnouncementPage, on_delete=models.CASCADE, related_name="sendings")
    #: Empty: it was scheduled, and went live by itself.
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was published when people were told; later publications are corrections of it.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    #: When it went out, was stopped or withdrawn.
    closed_at = models.DateTimeField(null=True, blank=True)
    #: How many it went out to.
    people = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    #: Which correction, by the moment of its publication, people were told of.
    corrected_at = models.DateTimeField(null=True, blank=True)
    #: Why it was withdrawn, in the words that everybody who was told reads.
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        verbose_name = _("sending of an announcement")
        verbose_name_plural = _("sendings of announcements")
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(state__in=["waiting", "sent"]),
                name="an_announcement_is_sent_once",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_because=""),
                name="withdrawn_announcements_say_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def source(self) -> str:
        """Under which its notifications stand."""
        return f"announcement:{self.uuid}"

    @property
    def tone(self) -> str:
        """Of the pill that shows the state."""
        return {"waiting": "info", "sent": "ok", "withdrawn": "warn"}.get(self.state, "neutral")


class ReceiptQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ReceiptQuerySet":
        """The staff of the building, and everybody their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(
            Q(company_id__in=companies) | Q(building_id__in=buildings) | Q(user_id=user.pk)
        )


class AnnouncementReceipt(CompanyOwned):
    """That a resident has opened an announcement, and confirmed it where that is asked for."""

    wagtail_reference_index_ignore = True

    building = models.ForeignKey("properties.Building", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(AnnouncementPage, on_delete=models.CASCADE, related_name="receipts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="announcement_receipts"
    )
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["page", "user"], name="one_receipt_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.page}"
