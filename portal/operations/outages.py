"""Outages: announced, changed, started, ended, called off; each time whoever is meant is told.

Every change locks the outage first and leaves one row of history, so whatever runs twice, or beside
another, finds that it has happened.
"""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from buildings.properties.operations.buildings import mark_content_changed
from foundation import audit, clock, queue
from foundation.actors import Actor, SystemActor, is_system
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require
from foundation.validation import clean
from portal.audiences import Audience, unknown_in
from portal.models import Outage, OutageChange
from portal.queries.readers import doors_of
from portal.queries.receipts import accounts_meant, reach_of

if TYPE_CHECKING:
    from buildings.properties.models import Building

PEOPLE_PER_TASK = 200
#: Whoever types another year has mistyped.
EARLIEST, LATEST = dt.timedelta(days=7), dt.timedelta(days=400)
EDITABLE = ("title", "text", "starts_at", "ends_at")

State, What = Outage.State, OutageChange.What


@transaction.atomic
def announce_outage(
    *, actor: Actor, building: "Building", audience: Audience, values: Mapping[str, Any]
) -> Outage:
    """Announce an outage and tell whoever is meant.

    `values` are kind, category, title, text, starts_at (empty: now) and ends_at. Times without a
    zone are those on the building's wall. What has started already is going on at once.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        InvalidInput: wrong times, an unknown part of the house, or nobody is meant.
    """
    require(actor, "portal.manage_outage", building)
    now = clock.now()
    outage = Outage(
        company_id=building.company_id,
        building=building,
        kind=values.get("kind", ""),
        category=values.get("category", ""),
        title=values.get("title", ""),
        text=values.get("text", ""),
        starts_at=_moment("starts_at", values.get("starts_at"), building) or now,
        ends_at=_moment("ends_at", values.get("ends_at"), building),
        audience=audience.as_json(),
    )
    _check_times(outage)
    _check_audience(audience, building)
    if outage.starts_at <= now:
        outage.state = State.ACTIVE
    clean(outage)
    outage.save()
    audit.record(actor, "portal.outage_announced", outage)
    _note(actor, outage, What.ANNOUNCED)
    return outage


@transaction.atomic
def change_outage(
    *, actor: Actor, outage: Outage, values: Mapping[str, Any], note: str = ""
) -> Outage:
    """Other times, another text, or only a note such as what is being done.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it is over or called off.
        InvalidInput: wrong times, or another start of what has started.
    """
    outage = _locked(actor, outage)
    _refuse_closed(outage)
    building = outage.building
    wanted = {name: value for name, value in values.items() if name in EDITABLE}
    for name in ("starts_at", "ends_at"):
        if name in wanted:
            wanted[name] = _moment(name, wanted[name], building)
    changes = audit.changed_values(outage, wanted)
    if not changes and not note.strip():
        return outage
    if "starts_at" in changes and outage.state == State.ACTIVE:
        raise InvalidInput(fields={"starts_at": [_("It has started already.")]})
    if {"starts_at", "ends_at"} & changes.keys():
        _check_times(outage)
    clean(outage)
    outage.save(update_fields=list(changes))
    audit.record(actor, "portal.outage_changed", outage, changes)
    _note(actor, outage, What.CHANGED, note)
    return outage


@transaction.atomic
def start_outage(*, actor: Actor, outage: Outage, note: str = "") -> Outage:
    """It begins now, whenever it was planned for.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it has started, is over, or was called off.
    """
    outage = _locked(actor, outage)
    if outage.state != State.PLANNED:
        raise Conflict(_("It is not waiting to start."))
    now = clock.now()
    outage.starts_at, outage.state = min(outage.starts_at, now), State.ACTIVE
    outage.save(update_fields=["starts_at", "state"])
    audit.record(actor, "portal.outage_started", outage)
    _note(actor, outage, What.STARTED, note)
    return outage


@transaction.atomic
def end_outage(*, actor: Actor, outage: Outage, note: str = "") -> Outage:
    """It is over now.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it has not started, is over, or was called off.
    """
    outage = _locked(actor, outage)
    if outage.state != State.ACTIVE:
        raise Conflict(_("It is not going on."))
    return _close(actor, outage, State.OVER, note)


@transaction.atomic
def call_off_outage(*, actor: Actor, outage: Outage, note: str = "") -> Outage:
    """It does not take place.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it has started: it can only end.
    """
    outage = _locked(actor, outage)
    if outage.state != State.PLANNED:
        raise Conflict(_("Only what has not started can be called off."))
    return _close(actor, outage, State.CALLED_OFF, note)


@transaction.atomic
def keep_time(*, actor: Actor, outage_id: int) -> str:
    """Start what has come to its start, end a planned outage at its end; answers the state.

    The end of an emergency is a guess: it goes on until somebody says that it is over.
    """
    outage = Outage.objects.select_for_update(of=("self",)).filter(pk=outage_id).first()
    if outage is None:
        return ""
    now = clock.now()
    is_past = not outage.is_emergency and outage.ends_at is not None and outage.ends_at <= now
    if outage.state == State.PLANNED and outage.starts_at <= now and not is_past:
        start_outage(actor=actor, outage=outage)
    elif outage.is_open and is_past:
        _close(actor, _locked(actor, outage), State.OVER, "")
    outage.refresh_from_db(fields=["state"])
    return str(outage.state)


def timekeeper() -> SystemActor:
    """Who starts and ends what a person has planned."""
    return SystemActor("outages")


def _close(actor: Actor, outage: Outage, state: str, note: str) -> Outage:
    outage.state, outage.closed_at = state, clock.now()
    outage.save(update_fields=["state", "closed_at"])
    if state == State.OVER:
        audit.record(actor, "portal.outage_ended", outage)
        _note(actor, outage, What.ENDED, note)
    else:
        audit.record(actor, "portal.outage_called_off", outage)
        _note(actor, outage, What.CALLED_OFF, note)
    return outage


def _note(actor: Actor, outage: Outage, what: str, text: str = "") -> None:
    """Write the history, renew the pages, and hand the people who are meant to the worker."""
    change = OutageChange(
        company_id=outage.company_id,
        building_id=outage.building_id,
        outage=outage,
        what=what,
        by=None if is_system(actor) else actor,
        at=clock.now(),
        text=text.strip(),
        starts_at=outage.starts_at,
        ends_at=outage.ends_at,
    )
    clean(change)
    change.save()
    mark_content_changed(building_ids=[outage.building_id])
    people = accounts_meant(outage.reading_audience, outage.building)
    for start in range(0, len(people), PEOPLE_PER_TASK):
        some = people[start : start + PEOPLE_PER_TASK]
        queue.enqueue("portal.tasks.outages.tell_people", change.pk, some)


def _locked(actor: Actor, outage: Outage) -> Outage:
    require(actor, "portal.manage_outage", outage)
    locked: Outage = (
        Outage.objects.select_for_update(of=("self",))
        .select_related("building__company")
        .get(pk=outage.pk)
    )
    return locked


def _refuse_closed(outage: Outage) -> None:
    if not outage.is_open:
        raise Conflict(_("It is over or called off. Announce a new one."))


def _moment(name: str, value: dt.datetime | None, building: "Building") -> dt.datetime | None:
    """A time as it was entered, as a moment; without a zone it is on the building's wall."""
    if value is None:
        return None
    try:
        if value.tzinfo is None:
            return clock.from_wall(value, building.time_zone)
        return value.astimezone(dt.UTC)
    except clock.NoSuchTime as error:
        message = _(
            "Clocks are put forward in that night, so this time does not exist. "
            "Choose an hour later."
        )
        raise InvalidInput(fields={name: [message]}) from error
    except OverflowError as error:
        raise InvalidInput(fields={name: [_("This is too far away.")]}) from error


def _check_times(outage: Outage) -> None:
    now = clock.now()
    # The start may have been taken away by a program.
    starts: dt.datetime | None = outage.starts_at
    ends = outage.ends_at
    wrong: dict[str, list[str]] = {}
    if starts is None:
        wrong["starts_at"] = [_("This field cannot be empty.")]
    elif not now - EARLIEST <= starts <= now + LATEST:
        wrong["starts_at"] = [_("This is too far away.")]
    if ends is None:
        if outage.kind == Outage.Kind.PLANNED:
            wrong["ends_at"] = [_("Say when a planned outage ends.")]
    elif starts is not None and ends <= starts:
        wrong["ends_at"] = [_("An outage ends after it starts.")]
    elif ends <= now:
        wrong["ends_at"] = [_("This is past. Choose a later end, or end the outage.")]
    elif ends > now + 2 * LATEST:
        wrong["ends_at"] = [_("This is too far away.")]
    if wrong:
        raise InvalidInput(fields=wrong)


def _check_audience(audience: Audience, building: "Building") -> None:
    unknown = unknown_in(audience, doors_of(building))
    if unknown:
        raise InvalidInput(fields={"audience": unknown})
    if not reach_of(audience, building).people:
        raise InvalidInput(fields={"audience": [_("Nobody who lives there today is meant.")]})
