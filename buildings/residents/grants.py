"""Residencies as grants: access begins and ends with the day, in the building's own time zone."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from buildings.residents.models import Residency
from foundation import clock
from foundation.tenancy import RESIDENT, Dwelling, Grant, grant_source

if TYPE_CHECKING:
    from accounts.models import User


@grant_source
def residency_grants(user: "User") -> Iterator[Grant]:
    """One grant per apartment in which the person resides today, where the building stands."""
    yesterday = clock.today("UTC") - dt.timedelta(days=1)
    residencies = (
        Residency.objects.filter(person__user=user).exclude(end_date__lt=yesterday).order_by("pk")
    )
    for residency in residencies.select_related("apartment__building"):
        building = residency.apartment.building
        today = clock.today(building.time_zone)
        if residency.start_date <= today and (
            residency.end_date is None or today <= residency.end_date
        ):
            yield Grant(
                RESIDENT,
                residency.company_id,
                building.pk,
                residency.apartment_id,
                Dwelling(
                    number=residency.apartment.number,
                    floor=residency.apartment.floor,
                    riser=residency.apartment.riser,
                    section=residency.apartment.section,
                    apartment_type=residency.apartment.apartment_type,
                    kind=residency.kind,
                ),
            )
