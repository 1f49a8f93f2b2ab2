"""Reads of people and residencies, always as seen by somebody."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db.models import Q

from buildings.properties.queries import buildings_run_by
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


def residencies_run_by(user: "Viewer") -> "QuerySet[Residency]":
    """The residencies, past and present, of the buildings whose desk the person works at."""
    return Residency.objects.filter(
        apartment__building__in=buildings_run_by(user).order_by()
    ).select_related("person", "apartment__building__company")


def residency_run_by(user: "Viewer", uuid: UUID) -> Residency:
    """As `residency_with_id`, for the desk: residents are strangers here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    residency: Residency | None = residencies_run_by(user).filter(uuid=uuid).first()
    if residency is None:
        raise NotFound("There is no such residency, or it is not for you to see.")
    return residency


@dataclass(frozen=True, slots=True)
class PersonAtDesk:
    """A person with the residencies in buildings the viewer works for, latest first."""

    person: Person
    residencies: list[Residency]


def person_run_by(user: "Viewer", uuid: UUID) -> PersonAtDesk:
    """
    Raises:
        NotFound: unknown, or without a residency in a building the viewer works for.
    """
    found = list(residencies_run_by(user).filter(person__uuid=uuid).order_by("-start_date", "-pk"))
    if not found:
        raise NotFound("There is no such person, or they are not for you to see.")
    return PersonAtDesk(found[0].person, found)


@dataclass(frozen=True, slots=True)
class ApartmentPeople:
    """The residencies of an apartment, sorted by what holds today."""

    now: list[Residency]
    coming: list[Residency]
    before: list[Residency]

    @property
    def all(self) -> list[Residency]:
        return [*self.now, *self.coming, *self.before]


def people_of(apartment: "Apartment") -> ApartmentPeople:
    """Everybody who holds, will hold or held an apartment that was fetched through a scoped query.

    Main contact first, then the latest.
    """
    today = clock.today(apartment.building.time_zone)
    people = ApartmentPeople([], [], [])
    found = Residency.objects.filter(apartment=apartment).select_related("person")
    for residency in found.order_by("-is_main_contact", "-start_date", "person__full_name"):
        if residency.start_date > today:
            people.coming.append(residency)
        elif residency.end_date is not None and residency.end_date < today:
            people.before.append(residency)
        else:
            people.now.append(residency)
    return people


When = Literal["now", "past", "coming", "all"]


@dataclass(frozen=True, slots=True)
class ResidencyFilter:
    """What a list of residencies is narrowed to; empty values narrow nothing."""

    text: str = ""
    kind: str = ""
    when: When = "now"


def residencies_listed(building: "Building", wanted: ResidencyFilter) -> "QuerySet[Residency]":
    """Residencies of a building in door order; "now" is today on the building's wall."""
    found = Residency.objects.filter(apartment__building=building).select_related(
        "person", "apartment"
    )
    if wanted.text:
        found = found.filter(
            Q(person__full_name__icontains=wanted.text)
            | Q(person__email__icontains=wanted.text)
            | Q(person__phone__icontains=wanted.text)
            | Q(apartment__number__icontains=wanted.text)
        )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    today = clock.today(building.time_zone)
    if wanted.when == "now":
        found = found.current_on(today)
    elif wanted.when == "past":
        found = found.filter(end_date__lt=today)
    elif wanted.when == "coming":
        found = found.filter(start_date__gt=today)
    return found.order_by("apartment__sort_key", "-is_main_contact", "-start_date", "pk")
