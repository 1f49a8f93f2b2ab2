"""A resident's own apartments: where they are at home today."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from buildings.properties.queries import apartments_visible_to
from buildings.residents.queries import own_residencies_in, people_now_in
from foundation import tenancy
from foundation.errors import NotFound
from portal.audiences import Reader
from portal.queries.languages import in_language
from portal.queries.library import documents_for
from portal.queries.readers import reader_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from wagtail.models import Page

    from accounts.models import User
    from buildings.properties.models import Apartment, Building
    from buildings.residents.models import Residency

    Viewer = User | AnonymousUser


MOST_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class MyApartment:
    """An apartment with everybody who holds it today, main contact first."""

    apartment: "Apartment"
    people: "list[Residency]"


@dataclass(frozen=True, slots=True)
class MyApartmentPage:
    """One's own apartment with one's own history in it, latest first."""

    apartment: "Apartment"
    people: "list[Residency]"
    own: "list[Residency]"
    #: Valid documents of the library for those who live here, the most particular first.
    documents: "list[Page]"


def own_apartments(user: "Viewer") -> "QuerySet[Apartment]":
    """The apartments in which `user` resides today, in all buildings. Staff rights do not count."""
    own = {
        grant.apartment_id
        for grant in tenancy.grants_of(user)
        if grant.role == tenancy.RESIDENT and grant.apartment_id is not None
    }
    return apartments_visible_to(user).filter(pk__in=own).order_by("building__name", "sort_key")


def my_apartments(user: "Viewer", building: "Building") -> list[MyApartment]:
    """One's own apartments in a building, with who else lives there."""
    found = own_apartments(user).filter(building=building)
    return [MyApartment(item, list(people_now_in(item, building))) for item in found]


def my_apartment(user: "User", uuid: UUID) -> MyApartmentPage:
    """
    Raises:
        NotFound: unknown, or not where this person lives: staff have the desk for it.
    """
    apartment = own_apartments(user).filter(uuid=uuid).first()
    if apartment is None:
        raise NotFound(_("There is no such apartment, or it is not one of yours."))
    return MyApartmentPage(
        apartment=apartment,
        people=list(people_now_in(apartment, apartment.building)),
        own=list(own_residencies_in(user, apartment)),
        documents=_documents(user, apartment),
    )


def _documents(user: "User", apartment: "Apartment") -> "list[Page]":
    """What the library holds for this home, in the active language; other homes do not count."""
    building = apartment.building
    reader = reader_in(user, building)
    home = Reader(
        homes=tuple(home for home in reader.homes if home.apartment_id == apartment.pk),
        is_staff=reader.is_staff,
    )
    found = documents_for(home, building)[:MOST_DOCUMENTS]
    return in_language(found, building, get_language() or building.language)
