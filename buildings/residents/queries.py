"""Reads of people and residencies, always as seen by somebody."""

from typing import TYPE_CHECKING
from uuid import UUID

from buildings.residents.models import Person, Residency
from foundation import clock
from foundation.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Apartment, Building

    Viewer = User | AnonymousUser


def residencies_visible_to(user: "Viewer") -> "QuerySet[Residency]":
    return Residency.objects.visible_to(user).select_related(
        "person", "apartment__building__company"
    )


def residencies_of(building: "Building") -> "QuerySet[Residency]":
    """All residencies of a building that was itself fetched through a scoped query."""
    return Residency.objects.filter(apartment__building=building).select_related(
        "person", "apartment"
    )


def people_now_in(apartment: "Apartment", building: "Building") -> "QuerySet[Residency]":
    """Who holds the apartment today, main contact first."""
    return (
        Residency.objects.filter(apartment=apartment)
        .current_on(clock.today(building.time_zone))
        .select_related("person")
        .order_by("-is_main_contact", "kind", "person__full_name")
    )


def people_of_company(company_id: int, emails: "Collection[str]") -> dict[str, Person]:
    """Known people of a company by lower-case e-mail address."""
    wanted = {email.lower() for email in emails if email}
    return {
        person.email: person
        for person in Person.objects.filter(company_id=company_id, email__in=wanted)
    }


def people_visible_to(user: "Viewer") -> "QuerySet[Person]":
    return Person.objects.visible_to(user)


def residency_with_id(user: "Viewer", uuid: UUID) -> Residency:
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    residency = residencies_visible_to(user).filter(uuid=uuid).first()
    if residency is None:
        raise NotFound("There is no such residency, or it is not for you to see.")
    return residency
