"""Water, heating or the lift away for some hours: an outage, for whom, and all that changed."""

import uuid
from collections import defaultdict
from dataclasses import asdict
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from portal.audiences import Audience, Home, Reader

#: How an outage ends, one way or another.
CLOSED = ("over", "called_off")


class OutageQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "OutageQuerySet":
        """The staff of the building, and the residents who are meant."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(
            Q(company_id__in=companies)
            | Q(building_id__in=buildings)
            | Q(pk__in=Outage.objects.all()._ids_meant_for(user))
        )

    def meant_for(self, user: Any) -> "OutageQuerySet":
        """Those that concern a home of the person, whatever else they see as staff."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(pk__in=Outage.objects.all()._ids_meant_for(user))

    def open(self) -> "OutageQuerySet":
        """Announced, and neither over nor called off."""
        return self.exclude(state__in=CLOSED)

    def closed(self) -> "OutageQuerySet":
        return self.filter(state__in=CLOSED)

    def _ids_meant_for(self, user: Any) -> list[int]:
        """An audience is compared, not asked of the database; a building has few outages."""
        homes: dict[int, list[Home]] = defaultdict(list)
        for grant in tenancy.grants_of(user):
            if grant.building_id and grant.apartment_id and grant.dwelling:
                homes[grant.building_id].append(Home(grant.apartment_id, **asdict(grant.dwelling)))
        if not homes:
            return []
        rows = self.filter(building_id__in=homes).order_by()
        return [
            pk
            for pk, building_id, audience in rows.values_list("pk", "building_id", "audience")
            if Audience.from_json(audience).includes(Reader(homes=tuple(homes[building_id])))
        ]


class Outage(CompanyOwned):
    """Something of the building does not work for a while, for everybody or for some homes.

    A planned one has an end, and is over by itself then; the end of an emergency is a guess, and
    somebody has to say when it is really over. What is over or called off stays as history.
    """

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        PLANNED = "planned", _("Planned outage")
        EMERGENCY = "emergency", _("Emergency")

    class Category(models.TextChoices):
        WATER = "water", _("Water")
        HEATING = "heating", _("Heating")
        POWER = "power", _("Power")
        LIFT = "lift", _("Lift")
        INTERNET = "internet", _("Internet")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        PLANNED = "planned", _("Announced")
        ACTIVE = "active", _("Going on")
        OVER = "over", _("Over")
        CALLED_OFF = "called_off", _("Called off")

    ICONS: ClassVar[dict[str, str]] = {
        "water": "droplet-off",
        "heating": "thermometer-snowflake",
        "power": "zap-off",
        "lift": "arrow-up-down",
        "internet": "wifi-off",
        "other": "triangle-alert",
    }

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    category = models.CharField(_("what is affected"), max_length=10, choices=Category.choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    #: As `portal.audiences.Audience` writes it; empty for everybody.
    audience = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    #: When it was really over, or was called off.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["planned", "emergency"]), name="outage_has_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "active", "over", "called_off"]),
                name="outage_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="outage_ends_after_it_starts",
                violation_error_message=_("An outage ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(kind="emergency") | Q(ends_at__isnull=False),
                name="planned_outage_has_an_end",
                violation_error_message=_("Say when a planned outage ends."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | (~Q(state__in=CLOSED) & Q(closed_at__isnull=True)),
                name="outage_closed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["building", "state", "starts_at"]),
            models.Index(fields=["state", "starts_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reading_audience(self) -> Audience:
        return Audience.from_json(self.audience)

    @property
    def source(self) -> str:
        """What the names of all its notifications begin with."""
        return f"outage:{self.uuid}"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def is_emergency(self) -> bool:
        return self.kind == self.Kind.EMERGENCY

    @property
    def icon(self) -> str:
        return self.ICONS.get(self.category, "triangle-alert")

    @property
    def tone(self) -> str:
        """Of the pill and the banner."""
        if self.state == self.State.ACTIVE:
            return "bad" if self.is_emergency else "warn"
        return {"planned": "info", "over": "ok"}.get(self.state, "neutral")


class OutageChangeQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "OutageChangeQuerySet":
        """Whoever sees the outage."""
        return self.filter(outage__in=Outage.objects.visible_to(user))


class OutageChange(CompanyOwned):
    """One thing that became of an outage, told to everybody who is meant at that moment."""

    wagtail_reference_index_ignore = True

    class What(models.TextChoices):
        ANNOUNCED = "announced", _("Announced")
        CHANGED = "changed", _("Changed")
        STARTED = "started", _("Has started")
        ENDED = "ended", _("Is over")
        CALLED_OFF = "called_off", _("Called off")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    outage = models.ForeignKey(Outage, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    #: Empty: it came by itself, at its time.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField()
    #: What somebody wrote to it, such as why it takes longer.
    text = models.CharField(_("note"), max_length=500, blank=True)
    #: The times from this change on.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = OutageChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of an outage")
        verbose_name_plural = _("changes of outages")
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["announced", "changed", "started", "ended", "called_off"]),
                name="outage_change_is_known",
            ),
            models.UniqueConstraint(
                fields=["outage", "what"],
                condition=~Q(what="changed"),
                name="an_outage_goes_through_each_state_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outage}: {self.what}"

    @property
    def source(self) -> str:
        """Under which its notifications stand."""
        return f"{self.outage.source}:{self.uuid}"
