"""Who has read which document, for those who work at the desk."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from buildings.residents.queries import residencies_of
from foundation import clock
from foundation.permissions import require
from portal.audiences import Reader
from portal.models import DocumentPage, DocumentRead
from portal.queries.library import DocumentLine, document_with_id, documents_of
from portal.queries.readers import home_of

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building
    from buildings.residents.models import Residency


@dataclass(frozen=True, slots=True)
class PersonReading:
    """Somebody who is meant, and when they opened the current version; None if they have not."""

    residency: "Residency"
    has_account: bool
    read_at: dt.datetime | None
    #: They know an older version only.
    read_older_at: dt.datetime | None
    times: int


@dataclass(slots=True)
class ApartmentReading:
    """An apartment with those in it who are meant today. One reader is enough."""

    number: str
    people: list[PersonReading] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        return any(person.read_at for person in self.people)


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """A document in the desk's list: how many of those who are meant have opened it."""

    line: DocumentLine
    apartments: int
    apartments_read: int
    people: int
    people_read: int

    @property
    def percent(self) -> int:
        return round(100 * self.apartments_read / self.apartments) if self.apartments else 0


_Readings = dict[tuple[int, int], list[DocumentRead]]


def reading_figures(user: "User", building: "Building") -> list[DocumentFigures]:
    """The published documents of a building with their readers, as staff see them."""
    residents = _residents_of(building)
    readings = _readings_in(building)
    found = []
    for line in documents_of(user, building):
        apartments = _apartments(line.page, residents, readings)
        people = [person for apartment in apartments for person in apartment.people]
        found.append(
            DocumentFigures(
                line=line,
                apartments=len(apartments),
                apartments_read=sum(apartment.is_read for apartment in apartments),
                people=len(people),
                people_read=sum(person.read_at is not None for person in people),
            )
        )
    return found


def readings_of(page: DocumentPage, building: "Building") -> list[ApartmentReading]:
    """Each apartment in door order with the people whom the document is for today."""
    return _apartments(page, _residents_of(building), _readings_in(building, page))


def readings_for(user: "User", uuid: UUID) -> list[ApartmentReading]:
    """As `readings_of`, for a document that a program names.

    Raises:
        NotFound: no such document for this person.
        NotAllowed: readable, but who has read it is for those who write the library.
    """
    line = document_with_id(user, uuid)
    require(user, "portal.view_readings", line.building)
    return readings_of(line.page, line.building)


def _residents_of(building: "Building") -> "list[Residency]":
    today = clock.today(building.time_zone)
    found = residencies_of(building).current_on(today)  # type: ignore[attr-defined]
    return list(found.order_by("apartment__sort_key", "-is_main_contact", "person__full_name"))


def _readings_in(building: "Building", page: DocumentPage | None = None) -> _Readings:
    """Readings by (page, user)."""
    found = DocumentRead.objects.filter(building=building)
    if page is not None:
        found = found.filter(page=page)
    readings: _Readings = defaultdict(list)
    for read in found:
        readings[read.page_id, read.user_id].append(read)
    return readings


def _apartments(
    page: DocumentPage, residents: "list[Residency]", readings: _Readings
) -> list[ApartmentReading]:
    audience = page.reading_audience
    current = next(iter(page.versions_by_date()), None)
    file_id = current.document_id if current else None
    apartments: dict[str, ApartmentReading] = {}
    for residency in residents:
        if not audience.includes(Reader(homes=(home_of(residency),))):
            continue
        number = residency.apartment.number
        apartment = apartments.setdefault(number, ApartmentReading(number))
        apartment.people.append(_person(page, residency, file_id, readings))
    return list(apartments.values())


def _person(
    page: DocumentPage, residency: "Residency", file_id: int | None, readings: _Readings
) -> PersonReading:
    user_id = residency.person.user_id
    own = readings.get((page.pk, user_id), []) if user_id is not None else []
    current = next((read for read in own if read.document_id == file_id), None)
    older = [read.last_read_at for read in own if read.document_id != file_id]
    return PersonReading(
        residency=residency,
        has_account=user_id is not None,
        read_at=current.first_read_at if current else None,
        read_older_at=max(older, default=None),
        times=current.times if current else 0,
    )
