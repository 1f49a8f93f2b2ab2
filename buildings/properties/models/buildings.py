"""Buildings: the houses a company looks after."""

import uuid
import zoneinfo
from typing import Any

from babel.numbers import list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from foundation.validation import known_language, slug_format


def known_time_zone(value: str) -> None:
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            gettext("“%(value)s” is not an IANA time zone such as Europe/Berlin.")
            % {"value": value}
        )


def known_currency(value: str) -> None:
    if value not in list_currencies():
        raise ValidationError(
            gettext("“%(value)s” is not an ISO 4217 currency such as EUR.") % {"value": value}
        )


class BuildingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "BuildingQuerySet":
        """Buildings in which the person works or lives."""
        return self.with_role(user, None)

    def with_role(self, user: Any, roles: Any) -> "BuildingQuerySet":
        """Buildings in which the person holds one of `roles` (None: any)."""
        companies, buildings = tenancy.places(user, roles)
        return self.filter(Q(company_id__in=companies) | Q(pk__in=buildings))


class Building(CompanyOwned):
    """A house with one address, one time zone, one site of its own."""

    class Type(models.TextChoices):
        RESIDENTIAL = "residential", _("Residential")
        MIXED = "mixed", _("Mixed use")
        OFFICE = "office", _("Offices")
        STUDENT = "student", _("Student housing")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.PROTECT, related_name="buildings"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(_("address on the web"), max_length=50, validators=[slug_format])
    street = models.CharField(_("street"), max_length=160)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=80)
    country = models.CharField(
        _("country"),
        max_length=2,
        help_text=_("Two-letter country code, for example DE."),
        default="DE",
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        validators=[known_time_zone],
        help_text=_("For example Europe/Berlin."),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        validators=[known_language],
        help_text=_("For example en or pt."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[known_currency],
        help_text=_("Three letters, for example EUR."),
    )
    building_type = models.CharField(
        _("type"), max_length=12, choices=Type.choices, default=Type.RESIDENTIAL
    )
    year_built = models.PositiveSmallIntegerField(
        _("year built"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    brand_hue = models.PositiveSmallIntegerField(
        _("colour"),
        default=200,
        validators=[MaxValueValidator(359)],
        help_text=_("Colour of the building's site: a hue from 0 to 359."),
    )
    #: Changes with everything that the building's pages show; what was kept before is void.
    content_version = models.CharField(max_length=16, default=tenancy.fresh_mark, editable=False)
    #: Written anew by `operations.logos`; sent only to those who may enter the building.
    logo = models.FileField(upload_to="logos", blank=True, editable=False)
    created_at = models.DateTimeField()

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "slug"],
                name="building_slug_unique_in_company",
                violation_error_message=_("Another building of this company has this address."),
            ),
            models.CheckConstraint(condition=Q(brand_hue__lte=359), name="building_hue_is_a_hue"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_building_id(self) -> int | None:
        return self.pk
