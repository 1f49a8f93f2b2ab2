"""Signing up for events, withdrawing, and what follows for those who wait.

Every change to an event's list locks the event first, so parallel sign-ups come one after the
other and never take more seats than there are.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock, events, queue
from foundation.actors import Actor, SystemActor
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.permissions import require
from portal.events import EventChanged, EventSeatGiven, EventSignedUp, EventSignupEnded
from portal.models import EventPage, EventSignup
from portal.queries.events import home_of
from portal.queries.readers import may_read
from portal.queries.signups import my_signup, seats_taken

if TYPE_CHECKING:
    from accounts.models import User

State = EventSignup.State


class SignupClosed(Conflict):
    """The event takes no sign-ups: closed, over, called off, or none are needed."""

    title = _("Signing up is not possible")


class AlreadySignedUp(Conflict):
    """The person is on the list already."""

    title = _("You are signed up already")


class NotSignedUp(Conflict):
    """There is nothing to withdraw."""

    title = _("You are not signed up")


@transaction.atomic
def sign_up(*, actor: "User", event: EventPage, guests: int = 0) -> EventSignup:
    """Take a seat for oneself and one's guests, or a place in line when they are taken.

    Raises:
        NotFound: the actor may not read the event.
        SignupClosed: closed, over, called off, or nobody needs to sign up.
        AlreadySignedUp: the actor goes or waits already.
        InvalidInput: more guests than allowed, or more seats than there are.
    """
    event = _lock(event)
    if not may_read(actor, event):
        raise NotFound
    if refusal := event.signup_refusal:
        raise SignupClosed(refusal)
    if my_signup(actor, event) is not None:
        raise AlreadySignedUp
    _check_guests(event, guests)
    home = home_of(event)
    active = list(EventSignup.objects.filter(event=event).active())
    signup = EventSignup(
        company_id=home.company_id,
        building_id=home.building_id,
        event=event,
        user=actor,
        seats=1 + guests,
        state=State.GOING if _has_room(event, active, 1 + guests) else State.WAITING,
        created_at=clock.now(),
    )
    _note_what_is_known(signup, event)
    signup.save()
    audit.record(actor, "portal.event_signed_up", signup)
    events.publish(
        EventSignedUp(
            company_id=signup.company_id,
            building_id=signup.building_id,
            event_id=event.pk,
            signup_id=signup.pk,
            is_waiting=signup.state == State.WAITING,
        ),
        actor=actor,
    )
    return signup


@transaction.atomic
def withdraw(*, actor: "User", event: EventPage) -> EventSignup:
    """Give one's own seat, or place in line, to the next.

    Raises:
        NotSignedUp: the actor neither goes nor waits.
        SignupClosed: the event has started.
    """
    event = _lock(event)
    signup = my_signup(actor, event)
    if signup is None:
        # Also for those who cannot see the event: nothing is learnt from it.
        raise NotSignedUp
    if event.has_started:
        raise SignupClosed(gettext("This event has started, so there is nothing to give back."))
    _end(actor, signup)
    _promote(actor, event)
    return signup


@transaction.atomic
def sign_off(*, actor: Actor, signup: EventSignup) -> EventSignup:
    """Take somebody off the list, as staff; they are told by mail.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        NotSignedUp: they have withdrawn in the meantime.
        SignupClosed: the event has started.
    """
    require(actor, "portal.remove_eventsignup", signup)
    event = _lock(signup.event)
    signup = EventSignup.objects.select_related("user", "event").get(pk=signup.pk)
    if signup.state == State.CANCELLED:
        raise NotSignedUp(gettext("They have withdrawn in the meantime."))
    if event.has_started:
        raise SignupClosed(gettext("This event has started, so the list is closed."))
    _end(actor, signup)
    queue.enqueue("portal.tasks.events.send_signed_off", signup.pk)
    _promote(actor, event)
    return signup


@transaction.atomic
def follow_event(*, actor: Actor, event: EventPage) -> None:
    """After a publication: tell those signed up what has changed, and fill new seats.

    Compares with what each person was told last, so publishing again tells nobody twice. Events
    that are over, or only scheduled, tell nobody anything. Part of publishing, which was allowed.
    """
    event = _lock(event)
    if not event.live or event.is_over:
        return
    changed = []
    for signup in EventSignup.objects.filter(event=event).active().select_related("user"):
        changes = _what_is_news(signup, event)
        if changes:
            _note_what_is_known(signup, event)
            signup.save()
            changed.append(signup)
            queue.enqueue("portal.tasks.events.send_event_changed", signup.pk, changes)
    if changed:
        audit.record_many(actor, "portal.event_change_told", [(signup, {}) for signup in changed])
        events.publish(
            EventChanged(
                company_id=changed[0].company_id,
                building_id=changed[0].building_id,
                event_id=event.pk,
                signup_ids=[signup.pk for signup in changed],
            ),
            actor=actor,
        )
    _promote(actor, event)


@transaction.atomic
def release_seats(*, actor: Actor, event: EventPage) -> None:
    """Give the seats of people who have left the building, or its audience, to those in line."""
    event = _lock(event)
    if event.has_started:
        return
    for signup in EventSignup.objects.filter(event=event).active().select_related("user"):
        if not may_read(signup.user, event):
            _end(actor, signup)
    _promote(actor, event)


def _lock(event: EventPage) -> EventPage:
    """The event as it is now, locked against other changes of its list."""
    locked: EventPage | None = (
        EventPage.objects.select_for_update(of=("self",)).filter(pk=event.pk).first()
    )
    if locked is None:
        raise NotFound
    return locked


def _check_guests(event: EventPage, guests: int) -> None:
    if not 0 <= guests <= event.guests_each:
        if event.guests_each:
            message = ngettext(
                "You may bring %(count)s guest at most.",
                "You may bring %(count)s guests at most.",
                event.guests_each,
            ) % {"count": event.guests_each}
        else:
            message = gettext("This event is for you alone; guests cannot come.")
        raise InvalidInput(message, fields={"guests": [message]})


def _has_room(event: EventPage, active: list[EventSignup], seats: int) -> bool:
    """Whether there are seats, and nobody in line before."""
    if event.capacity is None:
        return True
    if any(signup.state == State.WAITING for signup in active):
        return False
    return seats_taken(active) + seats <= event.capacity


def _end(actor: Actor, signup: EventSignup) -> None:
    before = signup.state
    signup.state, signup.cancelled_at = State.CANCELLED, clock.now()
    signup.save(update_fields=["state", "cancelled_at"])
    audit.record(actor, "portal.event_signup_ended", signup, {"state": (before, signup.state)})
    events.publish(
        EventSignupEnded(
            company_id=signup.company_id,
            building_id=signup.building_id,
            event_id=signup.event_id,
            signup_id=signup.pk,
        ),
        actor=actor,
    )


def _promote(actor: Actor, event: EventPage) -> None:
    """Give free seats to those in line, strictly in their order: nobody overtakes a family that
    needs three seats. Who may not read the event any more has left the building, and the line."""
    if event.is_cancelled or event.has_started or not event.live or not event.takes_signups:
        return
    active = list(EventSignup.objects.filter(event=event).active().select_related("user").in_line())
    taken = seats_taken(active)
    for signup in active:
        if signup.state != State.WAITING:
            continue
        if not may_read(signup.user, event):
            _end(SystemActor("waiting list"), signup)
            continue
        if event.capacity is not None and taken + signup.seats > event.capacity:
            return
        taken += signup.seats
        signup.state, signup.promoted_at = State.GOING, clock.now()
        signup.save(update_fields=["state", "promoted_at"])
        audit.record(
            actor, "portal.event_seat_given", signup, {"state": (State.WAITING, State.GOING)}
        )
        events.publish(
            EventSeatGiven(
                company_id=signup.company_id,
                building_id=signup.building_id,
                event_id=event.pk,
                signup_id=signup.pk,
            ),
            actor=actor,
        )
        queue.enqueue("portal.tasks.events.send_seat_given", signup.pk)


def _what_is_news(signup: EventSignup, event: EventPage) -> list[str]:
    """What the person has not been told yet: called_off, on_again, time, place."""
    if event.is_cancelled:
        return [] if signup.known_is_cancelled else ["called_off"]
    news = ["on_again"] if signup.known_is_cancelled else []
    if (signup.known_starts_at, signup.known_ends_at) != (event.starts_at, event.ends_at):
        news.append("time")
    if signup.known_place != event.place:
        news.append("place")
    return news


def _note_what_is_known(signup: EventSignup, event: EventPage) -> None:
    signup.known_is_cancelled = event.is_cancelled
    if event.is_cancelled and signup.pk is not None:
        # Where and when an event does not take place is no news; should it be on again, it is.
        return
    signup.known_starts_at, signup.known_ends_at = event.starts_at, event.ends_at
    signup.known_place = event.place
