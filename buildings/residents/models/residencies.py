"""Who lives in or owns which apartment, from when to when."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buildings.residents.models.people import Person
from foundation import clock, tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class ResidencyQuerySet(ScopedQuerySet):
    def current_on(self, date: Any) -> "ResidencyQuerySet":
        """Residencies that hold on a day; the end date is the last day."""
        return self.filter(Q(start_date__lte=date)).filter(
            Q(end_date__isnull=True) | Q(end_date__gte=date)
        )

    def visible_to(self, user: Any) -> "ResidencyQuerySet":
        """Staff: everybody, past and present. Residents: their own, and their flatmates of now.

        "Now" is judged a day generously around UTC, so that no time zone hides a flatmate; access
        itself is judged exactly, by the grants.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        own = {
            grant.apartment_id
            for grant in tenancy.grants_of(user)
            if grant.role == tenancy.RESIDENT and grant.apartment_id is not None
        }
        today = clock.today("UTC")
        flatmates = Q(apartment_id__in=own, start_date__lte=today) & (
            Q(end_date__isnull=True) | Q(end_date__gte=today)
        )
        return self.filter(
            Q(company_id__in=companies)
            | Q(apartment__building_id__in=buildings)
            | Q(person__user_id=user.pk)
            | flatmates
        )


class Residency(CompanyOwned):
    """One person in one apartment as owner, tenant or occupant, for a span of days.

    Ending a residency sets its last day; rows are kept as history. Two rules hold in the database:
    the same person cannot hold the same kind in the same apartment twice at a time, and an
    apartment has at most one main contact on any day. Several owners or tenants at once are fine.
    """

    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner")
        TENANT = "tenant", _("Tenant")
        OCCUPANT = "occupant", _("Occupant")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    apartment = models.ForeignKey(
        "properties.Apartment",
        verbose_name=_("apartment"),
        on_delete=models.PROTECT,
        related_name="residencies",
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="residencies"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day; empty while it goes on.")
    )
    is_main_contact = models.BooleanField(_("main contact"), default=False)
    created_at = models.DateTimeField()

    objects = ResidencyQuerySet.as_manager()

    class Meta:
        ordering = ["apartment", "-start_date"]
        verbose_name = _("residency")
        verbose_name_plural = _("residencies")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="residency_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            )
        ]
        indexes = [models.Index(fields=["person", "apartment"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.apartment}"

    @property
    def scope_building_id(self) -> int | None:
        return self.apartment.building_id
