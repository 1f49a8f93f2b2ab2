"""Who comes to an event, and who waits for a seat."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from portal.models.events import EventPage


class EventSignupQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "EventSignupQuerySet":
        """Staff see who comes to the events of their buildings; everybody sees their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(
            Q(company_id__in=companies) | Q(building_id__in=buildings) | Q(user_id=user.pk)
        )

    def active(self) -> "EventSignupQuerySet":
        return self.exclude(state=EventSignup.State.CANCELLED)

    def in_line(self) -> "EventSignupQuerySet":
        """First come, first served."""
        return self.order_by("created_at", "pk")


class EventSignup(CompanyOwned):
    """One person on the list of an event, with their guests. Withdrawn ones stay as history.

    `known_…` is what the person has been told about the event, so that a change is mailed once
    however often the page is published.
    """

    #: Which pages people sign up for is no business of Wagtail's list of usages.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        GOING = "going", _("Going")
        WAITING = "waiting", _("Waiting")
        CANCELLED = "cancelled", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="signups")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="event_signups"
    )
    seats = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices)
    created_at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    known_starts_at = models.DateTimeField()
    known_ends_at = models.DateTimeField()
    known_place = models.CharField(max_length=120, blank=True)
    known_is_cancelled = models.BooleanField(default=False)

    objects = EventSignupQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=~Q(state="cancelled"),
                name="signed_up_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="signup_takes_a_seat"),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False))
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="signup_withdrawn_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.user} for {self.event}"

    @property
    def guests(self) -> int:
        return self.seats - 1
