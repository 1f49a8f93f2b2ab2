"""How full an event is, where somebody stands in line, and who takes part."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from buildings.residents.queries import ended_residencies
from foundation import clock
from foundation.errors import NotFound
from portal.models.signups import EventSignup

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Building
    from portal.models import EventPage

    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class SignupBox:
    """What one person sees of an event's sign-up. `left` None: as many as like to come."""

    is_offered: bool
    refusal: str = ""
    capacity: int | None = None
    taken: int = 0
    left: int | None = None
    waiting: int = 0
    mine: EventSignup | None = None
    #: Place in line, from 1; None while not waiting.
    position: int | None = None
    may_withdraw: bool = False
    most_guests: int = 0

    @property
    def must_wait(self) -> bool:
        """Whether somebody who signs up now alone gets into the line."""
        return self.left is not None and (self.left < 1 or self.waiting > 0)


def events_with_departed_people() -> "QuerySet[EventPage]":
    """Coming events with somebody on the list who has left an apartment of the building.

    Whether they have left the building as well, `may_read` knows.
    """
    from portal.models import EventPage

    departed = ended_residencies().filter(
        person__user_id=OuterRef("user_id"), apartment__building_id=OuterRef("building_id")
    )
    signups = EventSignup.objects.active().filter(Exists(departed))
    return EventPage.objects.filter(
        starts_at__gt=clock.now(), pk__in=signups.order_by().values("event_id")
    )


def signup_box(user: "Viewer", event: "EventPage") -> SignupBox:
    """The sign-up of an event that `user` may read, as they see it."""
    if not event.takes_signups:
        return SignupBox(is_offered=False)
    active = list(EventSignup.objects.filter(event=event).active().in_line())
    taken = seats_taken(active)
    line = [signup for signup in active if signup.state == EventSignup.State.WAITING]
    mine = next((signup for signup in active if signup.user_id == user.pk), None)
    return SignupBox(
        is_offered=True,
        refusal=event.signup_refusal,
        capacity=event.capacity,
        taken=taken,
        left=None if event.capacity is None else max(0, event.capacity - taken),
        waiting=len(line),
        mine=mine,
        position=line.index(mine) + 1 if mine in line else None,
        may_withdraw=mine is not None and not event.has_started,
        most_guests=event.guests_each,
    )


def seats_taken(signups: "list[EventSignup]") -> int:
    return sum(signup.seats for signup in signups if signup.state == EventSignup.State.GOING)


def signups_of(event: "EventPage") -> "QuerySet[EventSignup]":
    """Who comes and who waits, each in line; the event was fetched through a scoped query."""
    return (
        EventSignup.objects.filter(event=event)
        .active()
        .select_related("user", "event", "building__company")
        .order_by("state", "created_at", "pk")
    )


def signup_run_by(building: "Building", event: "EventPage", uuid: UUID) -> EventSignup:
    """A sign-up for an event of a building that was fetched through a scoped query.

    Raises:
        NotFound: unknown, or withdrawn.
    """
    signup: EventSignup | None = signups_of(event).filter(uuid=uuid, building=building).first()
    if signup is None:
        raise NotFound("Nobody is signed up here under this address.")
    return signup


def my_signup(user: "User", event: "EventPage") -> EventSignup | None:
    signup: EventSignup | None = EventSignup.objects.filter(event=event, user=user).active().first()
    return signup


def signup_by_id(signup_id: int) -> EventSignup | None:
    """For background work; None once the event or the account is gone."""
    found: EventSignup | None = (
        EventSignup.objects.select_related("user", "event", "building__company")
        .filter(pk=signup_id)
        .first()
    )
    return found


def position_in_line(signup: EventSignup) -> int | None:
    """Place in line, from 1; None for somebody who does not wait."""
    if signup.state != EventSignup.State.WAITING:
        return None
    line = EventSignup.objects.filter(event_id=signup.event_id, state=signup.state).in_line()
    return list(line.values_list("pk", flat=True)).index(signup.pk) + 1


def with_figures(events: Any) -> Any:
    """Events with `taken` seats and the number of people `waiting`, for lists."""
    going = EventSignup.objects.filter(event=OuterRef("pk"), state=EventSignup.State.GOING)
    waiting = EventSignup.objects.filter(event=OuterRef("pk"), state=EventSignup.State.WAITING)
    return events.annotate(
        taken=Coalesce(
            Subquery(going.order_by().values("event").annotate(n=Sum("seats")).values("n")), 0
        ),
        waiting=Coalesce(
            Subquery(waiting.order_by().values("event").annotate(n=Count("pk")).values("n")), 0
        ),
    )


#: Why a page with people on a list below it stays.
CALL_OFF_FIRST = gettext_lazy(
    "People have signed up here. Mark the event as called off and publish it, so that "
    "they are told; then you can take the page away."
)


def has_people(page: Any) -> bool:
    """Whether somebody comes to, or waits for, a coming event at or below `page`."""
    from foundation import clock
    from portal.models import EventPage

    events = EventPage.objects.descendant_of(page, inclusive=True).filter(
        ends_at__gt=clock.now(), is_cancelled=False
    )
    return bool(EventSignup.objects.active().filter(event__in=events).exists())
