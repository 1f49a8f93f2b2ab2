"""Who is reading: the facts about somebody's homes in a building that audiences compare."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from buildings.properties.queries import apartments_of
from buildings.residents.queries import homes_now_in
from foundation import tenancy
from foundation.languages import known
from portal.audiences import EVERYBODY, NOBODY, Audience, Doors, Home, Reader, Seat, WatchedReader
from portal.queries.access import building_home_of, can_view_building

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Page

    from accounts.models import User
    from buildings.properties.models import Building
    from buildings.residents.models import Residency
    from portal.models import BuildingHomePage

    Viewer = User | AnonymousUser


def reader_in(user: "Viewer", building: "Building") -> Reader:
    """What is known today about `user` as a reader of the building's pages."""
    return reader_at(user, building.company_id, building.pk)


def reader_at(user: "Viewer", company_id: int, building_id: int) -> Reader:
    """As `reader_in`, where only the building's ids are known. Asks nothing but the grants."""
    place = {"company_id": company_id, "building_id": building_id}
    if tenancy.has_role(user, tenancy.STAFF_ROLES, **place):
        return Reader(
            is_staff=True, is_editor=tenancy.has_role(user, tenancy.EDITOR_ROLES, **place)
        )
    return Reader(
        homes=tuple(
            Home(grant.apartment_id, **asdict(grant.dwelling))
            for grant in tenancy.grants_of(user)
            if grant.building_id == building_id
            and grant.apartment_id is not None
            and grant.dwelling is not None
        )
    )


def meet_reader(request: "HttpRequest", page: "Page") -> Reader | WatchedReader:
    """The reader of this request, found once; blocks and templates take it from `request.reader`.

    Works in previews too, where no hook has looked at the page before.
    """
    known: Reader | WatchedReader | None = getattr(request, "reader", None)
    if not hasattr(request, "building_home"):
        enter_building(request, building_home_of(page))
    if known is None:
        building = getattr(request, "building", None)
        known = NOBODY if building is None else reader_in(request.user, building)
        request.reader = known  # type: ignore[attr-defined]
    return known


def enter_building(request: "HttpRequest", home: "BuildingHomePage | None") -> None:
    """Note for the frame around the page whose name, colour and menu it shows."""
    if home is None:
        return
    building = home.building
    speak_as_in(request, building.language, building.time_zone)
    request.building = building  # type: ignore[attr-defined]
    request.building_home = home  # type: ignore[attr-defined]
    request.building_root = f"/{building.company.slug}/{building.slug}/"  # type: ignore[attr-defined]


def language_in(request: "HttpRequest", language: str) -> str:
    """The language of a building's pages for this reader: their own choice, else the building's."""
    spoken = translation.get_language() or settings.LANGUAGE_CODE
    if getattr(request, "own_language", ""):
        return spoken
    return known(language) or spoken


def speak_as_in(request: "HttpRequest", language: str, time_zone: str) -> None:
    """From here on the building's clock counts, and its language for readers who chose none."""
    timezone.activate(time_zone)
    spoken = language_in(request, language)
    translation.activate(spoken)
    request.LANGUAGE_CODE = spoken


def seats_in(building: "Building") -> list[Seat]:
    """Each apartment and kind of resident that exists today, in door order; one query."""
    seats: dict[str, Seat] = {}
    for residency in homes_now_in(building):
        seat = Seat(home_of(residency))
        seats.setdefault(seat.code, seat)
    return list(seats.values())


def home_of(residency: "Residency") -> Home:
    """What an audience can ask about a residency; its apartment should be loaded with it."""
    apartment = residency.apartment
    return Home(
        apartment_id=apartment.pk,
        number=apartment.number,
        floor=apartment.floor,
        riser=apartment.riser,
        section=apartment.section,
        apartment_type=apartment.apartment_type,
        kind=residency.kind,
    )


def seats_around(page: "Page") -> list[Seat]:
    """The seats of the building in which `page` stands, read once per page instance."""
    known: list[Seat] | None = getattr(page, "_seats", None)
    if known is None:
        home = building_home_of(page)
        known = [] if home is None else seats_in(home.building)
        page._seats = known
    return known


def take_seat(request: "HttpRequest", page: "Page", code: str) -> Seat | None:
    """Read on as the people of a home, for an editor; an unknown code changes nothing."""
    seat = next((seat for seat in seats_around(page) if seat.code == code), None)
    if seat is not None:
        request.reader = seat.reader  # type: ignore[attr-defined]
    return seat


def doors_of(building: "Building") -> Doors:
    """What an audience can name in the building; one query."""
    known = apartments_of(building).order_by("sort_key", "pk")
    rows = list(known.values_list("number", "floor", "riser", "section"))
    return Doors(
        building=building.name,
        floors=tuple(sorted({floor for _, floor, _, _ in rows if floor is not None})),
        risers=tuple(sorted({riser for _, _, riser, _ in rows if riser})),
        sections=tuple(sorted({section for _, _, _, section in rows if section})),
        apartments=tuple(number for number, _, _, _ in rows),
    )


def audience_of(page: "Page") -> Audience:
    """Whom a page is for, given as its own type; pages that say nothing are for everybody."""
    audience: Audience = getattr(page, "reading_audience", EVERYBODY)
    return audience


def is_meant(user: "Viewer", page: "Page", building: "Building") -> bool:
    """Whether `page` of `building`, which the user may enter, is for this user."""
    audience = audience_of(page)
    return audience.is_everybody or audience.includes(reader_in(user, building))


def may_read(user: "Viewer", page: "Page") -> bool:
    """Whether `user` reads `page` today: it is live, in their building, and for them."""
    home = building_home_of(page)
    return (
        home is not None
        and bool(page.live)
        and can_view_building(user, home.company_id, home.building_id)
        and is_meant(user, page, home.building)
    )
