"""Reads of requests to join, always as seen by somebody."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from buildings.joining.models import JoinRequest
from buildings.properties.queries import apartments_by_number, buildings_run_by
from buildings.residents.queries import residencies_without_account
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Apartment, Building

    Viewer = User | AnonymousUser


def requests_visible_to(user: "Viewer") -> "QuerySet[JoinRequest]":
    return JoinRequest.objects.visible_to(user).select_related("building__company", "user")


def request_with_id(user: "Viewer", uuid: UUID) -> JoinRequest:
    """
    Raises:
        NotFound: unknown, or neither their own nor for their desk.
    """
    found = requests_visible_to(user).filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("There is no such request, or it is not for you to see."))
    return found


def request_at_desk(user: "Viewer", uuid: UUID) -> JoinRequest:
    """As `request_with_id`, for the desk: whoever asked is a stranger here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    at_desk = buildings_run_by(user).order_by().values("pk")
    found = requests_visible_to(user).filter(uuid=uuid, building__in=at_desk).first()
    if found is None:
        raise NotFound(_("There is no such request, or it is not for you to see."))
    return found


def request_to_mail(request_id: int) -> JoinRequest | None:
    """For background work, which acts on ids it was given by an operation."""
    found = JoinRequest.objects.select_related("building__company", "user")
    request: JoinRequest | None = found.filter(pk=request_id).first()
    return request


def requests_of(user: "User") -> "QuerySet[JoinRequest]":
    """What somebody asked for themselves, newest first."""
    return JoinRequest.objects.filter(user=user).select_related("building__company")


def answered_for(building: "Building") -> "QuerySet[JoinRequest]":
    """Of a building that was itself fetched for its desk, newest first."""
    found = JoinRequest.objects.filter(building=building).exclude(state=JoinRequest.State.WAITING)
    return found.select_related("user", "decided_by")


def has_asked(user: "User", building: "Building") -> bool:
    """Whether somebody waits for an answer about a building."""
    return bool(JoinRequest.objects.waiting().filter(user=user, building=building).exists())


def waiting_for(building: "Building") -> "QuerySet[JoinRequest]":
    """Whoever has waited longest comes first."""
    found = JoinRequest.objects.waiting().filter(building=building).select_related("user")
    return found.order_by("created_at", "pk")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the book who may be the one who asks."""

    person_id: UUID
    name: str
    email: str
    apartment: str
    kind: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the book knows of the facts in a request."""

    #: The apartment with the number that was given.
    apartment: "Apartment | None"
    #: Everybody of the building without an account.
    people: list[Known]
    #: Whom the request fits: the proven address, else the name in the apartment that was given.
    best: Known | None


def likeness(request: JoinRequest) -> Likeness:
    """Compare a request with the building's book, for the desk that decides."""
    number = request.apartment.strip().lower()
    apartment = apartments_by_number(request.building, [number]).get(number)
    people = [
        Known(
            residency.person.uuid,
            residency.person.full_name,
            residency.person.email,
            residency.apartment.number,
            residency.get_kind_display(),
        )
        for residency in residencies_without_account(request.building)
    ]
    name = request.full_name.casefold()
    by_address = [known for known in people if known.email == request.user.email]
    by_name = [
        known
        for known in people
        if known.name.casefold() == name and known.apartment.lower() == number
    ]
    return Likeness(apartment, people, next(iter(by_address + by_name), None))
