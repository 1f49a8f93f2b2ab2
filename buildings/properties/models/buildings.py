"""Buildings: the houses a company looks after."""

import uuid
import zoneinfo
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from foundation.validation import slug_format


def known_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(f"“{value}” is not an IANA time zone such as Europe/Berlin.")


def known_currency(value: str) -> None:
    if value not in list_currencies():
        raise ValidationError(f"“{value}” is not an ISO 4217 currency such as EUR.")


class BuildingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "BuildingQuerySet":
        """Buildings in which the person works or lives; all for super users."""
        return self.with_role(user, None)

    def with_role(self, user: Any, roles: Any) -> "BuildingQuerySet":
        """Buildings in which the person holds one of `roles` (None: any)."""
        if tenancy.sees_everything(user):
            return self.all()
        companies, buildings = tenancy.places(user, roles)
        return self.filter(Q(company_id__in=companies) | Q(pk__in=buildings))


class Building(CompanyOwned):
    """A house with one address, one time zone, one site of its own."""

    class Type(models.TextChoices):
        RESIDENTIAL = "residential", "Residential"
        MIXED = "mixed", "Mixed use"
        OFFICE = "office", "Offices"
        STUDENT = "student", "Student housing"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.PROTECT, related_name="buildings"
    )
    name = models.CharField(max_length=120)
    slug = models.CharField("address on the web", max_length=50, validators=[slug_format])
    street = models.CharField(max_length=160)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(
        max_length=2, help_text="Two-letter country code, for example DE.", default="DE"
    )
    time_zone = models.CharField(
        max_length=50, validators=[known_time_zone], help_text="For example Europe/Berlin."
    )
    language = models.CharField(max_length=12, default="en", help_text="For example en or pt-br.")
    currency = models.CharField(
        max_length=3, validators=[known_currency], help_text="Three letters, for example EUR."
    )
    building_type = models.CharField(
        "type", max_length=12, choices=Type.choices, default=Type.RESIDENTIAL
    )
    year_built = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1000), MaxValueValidator(2100)]
    )
    brand_hue = models.PositiveSmallIntegerField(
        default=200,
        validators=[MaxValueValidator(359)],
        help_text="Colour of the building's site: a hue from 0 to 359.",
    )
    created_at = models.DateTimeField()

    objects = BuildingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "slug"],
                name="building_slug_unique_in_company",
                violation_error_message="Another building of this company has this address.",
            ),
            models.CheckConstraint(condition=Q(brand_hue__lte=359), name="building_hue_is_a_hue"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_building_id(self) -> int | None:
        return self.pk
