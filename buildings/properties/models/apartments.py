"""Apartments: the units of a building, each a record of its own."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from buildings.properties.models.buildings import Building
from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class ApartmentQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ApartmentQuerySet":
        """All apartments of a building for its staff; their own for residents."""
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        own = {
            grant.apartment_id
            for grant in tenancy.grants_of(user)
            if grant.role == tenancy.RESIDENT and grant.apartment_id is not None
        }
        return self.filter(
            Q(company_id__in=companies) | Q(building_id__in=buildings) | Q(pk__in=own)
        )


class Apartment(CompanyOwned):
    """A unit with a number on its door. `sort_key` makes 2A come before 10A."""

    class Type(models.TextChoices):
        FLAT = "flat", _("Flat")
        STUDIO = "studio", _("Studio")
        MAISONETTE = "maisonette", _("Maisonette")
        PENTHOUSE = "penthouse", _("Penthouse")
        SHOP = "shop", _("Shop")
        OFFICE = "office", _("Office")
        OTHER = "other", _("Other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="apartments"
    )
    number = models.CharField(_("number"), max_length=20)
    sort_key = models.CharField(max_length=80, editable=False, db_index=True)
    section = models.CharField(
        _("section"), max_length=40, blank=True, help_text=_("Entrance or wing.")
    )
    floor = models.SmallIntegerField(
        _("floor"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-10), MaxValueValidator(200)],
        help_text=_("0 is the ground floor."),
    )
    riser = models.CharField(
        _("riser"),
        max_length=20,
        blank=True,
        help_text=_("The vertical pipe line the apartment hangs on."),
    )
    apartment_type = models.CharField(
        _("type"), max_length=12, choices=Type.choices, default=Type.FLAT
    )
    area_m2 = models.DecimalField(
        _("area (m²)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    ownership_share = models.DecimalField(
        _("ownership share (%)"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Per cent of the whole building."),
    )
    parking = models.CharField(_("parking space"), max_length=40, blank=True)
    locker = models.CharField(_("locker"), max_length=40, blank=True)
    created_at = models.DateTimeField()

    objects = ApartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("apartment")
        verbose_name_plural = _("apartments")
        ordering = ["building", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                "building",
                Lower("number"),
                name="apartment_number_unique_in_building",
                violation_error_message=_(
                    "This building already has an apartment with this number."
                ),
            ),
            models.CheckConstraint(condition=~Q(number=""), name="apartment_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number
