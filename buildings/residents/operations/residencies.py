"""Moving in, moving out, and correcting either."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buildings.residents.events import MovedIn, MovedOut
from buildings.residents.models import Person, Residency
from foundation import audit, clock, events, tenancy
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require
from foundation.validation import clean

if TYPE_CHECKING:
    from buildings.properties.models import Apartment, Building


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Who moves in; an e-mail address that is already in the company's book is that person."""

    full_name: str
    email: str = ""
    phone: str = ""


class Overlap(Conflict):
    """The residency would exist twice on the same day, or give an apartment two main contacts."""

    title = _("These dates overlap with another residency")


@transaction.atomic
def move_in(
    *,
    actor: Actor,
    apartment: "Apartment",
    person: PersonFacts | Person,
    kind: str,
    start_date: dt.date,
    end_date: dt.date | None = None,
    is_main_contact: bool = False,
) -> Residency:
    """Record that a person owns, rents or lives in an apartment from a day on.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: a value does not fit.
        Overlap: the same person already is that there, or somebody else is the main contact.
    """
    require(actor, "residents.add_residency", apartment)
    lock_apartment(apartment)
    if isinstance(person, PersonFacts):
        person = find_or_add_person(actor=actor, company_id=apartment.company_id, facts=person)
    elif person.company_id != apartment.company_id:
        message = gettext("This person is not in this company's book.")
        raise InvalidInput(fields={"person": [message]})
    residency = Residency(
        company_id=apartment.company_id,
        apartment=apartment,
        person=person,
        kind=kind,
        start_date=start_date,
        end_date=end_date,
        is_main_contact=is_main_contact,
        created_at=clock.now(),
    )
    clean(residency)
    _refuse_overlap(residency)
    residency.save()
    renew_access_of([residency.person_id])
    audit.record(actor, "residents.moved_in", residency)
    _publish_moved_in(actor, apartment.building_id, [residency])
    return residency


@transaction.atomic
def change_residency(*, actor: Actor, residency: Residency, values: Mapping[str, Any]) -> Residency:
    """Correct kind, dates or main contact of a residency.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: a value does not fit.
        Overlap: as for `move_in`.
    """
    require(actor, "residents.change_residency", residency)
    lock_apartment(residency.apartment)
    residency = Residency.objects.select_for_update().get(pk=residency.pk)
    names = ("kind", "start_date", "end_date", "is_main_contact")
    changes = audit.changed_values(residency, {n: values[n] for n in names if n in values})
    if not changes:
        return residency
    clean(residency)
    _refuse_overlap(residency)
    residency.save(update_fields=list(changes))
    renew_access_of([residency.person_id])
    audit.record(actor, "residents.residency_changed", residency, changes)
    if residency.end_date is not None and "end_date" in changes:
        events.publish(
            MovedOut(
                company_id=residency.company_id,
                building_id=residency.apartment.building_id,
                residency_id=residency.pk,
            ),
            actor=actor,
        )
    return residency


@transaction.atomic
def move_out(*, actor: Actor, residency: Residency, end_date: dt.date) -> Residency:
    """Set the last day. Access ends with it; the residency stays as history.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: the last day is before the first.
    """
    return change_residency(actor=actor, residency=residency, values={"end_date": end_date})


@transaction.atomic
def save_residencies(
    *,
    actor: Actor,
    building: "Building",
    new: Sequence[Residency],
    changed: Sequence[tuple[Residency, Mapping[str, Any]]],
) -> tuple[list[Residency], list[Residency]]:
    """Add and change many residencies of one building in a handful of statements.

    `new` are unsaved rows whose person and apartment are saved. Values must be valid already; the
    database's constraints hold in any case. Returns the added and the really changed ones.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "residents.add_residency", building)
    for residency in new:
        residency.created_at = clock.now()
    added = Residency.objects.bulk_create(new, batch_size=500)
    changes_of: list[tuple[Residency, dict[str, tuple[Any, Any]]]] = []
    for residency, values in changed:
        changes = audit.changed_values(residency, values)
        if changes:
            changes_of.append((residency, changes))
    altered = [residency for residency, _ in changes_of]
    Residency.objects.bulk_update(
        altered, ["kind", "start_date", "end_date", "is_main_contact"], batch_size=200
    )
    renew_access_of({residency.person_id for residency in [*added, *altered]})
    audit.record_many(actor, "residents.moved_in", [(residency, {}) for residency in added])
    audit.record_many(actor, "residents.residency_changed", changes_of)
    if added:
        _publish_moved_in(actor, building.pk, added)
    return added, altered


def find_or_add_person(*, actor: Actor, company_id: int, facts: PersonFacts) -> Person:
    """The person with this e-mail address in the company's book, else a new one.

    Part of `move_in`; the caller has asked for permission and opened the transaction.

    Raises:
        InvalidInput: the address belongs to somebody with another name.
    """
    email = facts.email.strip().lower()
    if email:
        people = Person.objects.filter(company_id=company_id, email=email)
        known: Person | None = people.first()
        if known is not None:
            if known.full_name.casefold() != facts.full_name.strip().casefold():
                message = gettext(
                    "This address belongs to %(name)s. Use their name, or another address."
                )
                raise InvalidInput(fields={"email": [message % {"name": known.full_name}]})
            return known
    person = Person(
        company_id=company_id,
        full_name=facts.full_name.strip(),
        email=email,
        phone=facts.phone.strip(),
        created_at=clock.now(),
    )
    clean(person)
    person.save()
    audit.record(actor, "residents.person_added", person)
    return person


def lock_apartment(apartment: "Apartment") -> None:
    """Serialise changes to one apartment's residencies for the rest of the transaction."""
    type(apartment)._default_manager.select_for_update().get(pk=apartment.pk)


def renew_access_of(person_ids: Iterable[int]) -> None:
    """These people's residencies have changed. Part of that act; the caller has the transaction."""
    accounts = Person.objects.filter(pk__in=person_ids, user__isnull=False)
    tenancy.renew_access(accounts.values_list("user_id", flat=True))


def renew_access_in(*, building_id: int, apartment_ids: Collection[int] | None = None) -> None:
    """The facts of a building or of some of its apartments have changed, and with them for whom
    pages are, or when days begin and end. Part of that act; the caller has the transaction."""
    people = Person.objects.filter(
        user__isnull=False, residencies__apartment__building_id=building_id
    )
    if apartment_ids is not None:
        people = people.filter(residencies__apartment_id__in=apartment_ids)
    tenancy.renew_access(people.values_list("user_id", flat=True))


def overlapping(residency: Residency) -> Q:
    """The condition "shares at least one day with `residency`"."""
    condition = Q(end_date__isnull=True) | Q(end_date__gte=residency.start_date)
    if residency.end_date is not None:
        condition &= Q(start_date__lte=residency.end_date)
    return condition


def _refuse_overlap(residency: Residency) -> None:
    others = (
        Residency.objects.filter(overlapping(residency), apartment_id=residency.apartment_id)
        .exclude(pk=residency.pk)
        .select_related("person")
    )
    same = others.filter(person_id=residency.person_id, kind=residency.kind).first()
    if same is not None:
        raise Overlap(
            gettext(
                "%(person)s is recorded for apartment %(number)s already (%(kind)s, %(span)s). "
                "End that residency first, or change its dates."
            )
            % {
                "person": same.person,
                "number": residency.apartment,
                "kind": same.get_kind_display(),
                "span": _span(same),
            },
            fields={
                "start_date": [gettext("Overlaps with an earlier residency of the same person.")]
            },
        )
    if residency.is_main_contact:
        contact = others.filter(is_main_contact=True).first()
        if contact is not None:
            raise Overlap(
                gettext(
                    "%(person)s is the main contact of apartment %(number)s (%(span)s). "
                    "Take that mark away first."
                )
                % {
                    "person": contact.person,
                    "number": residency.apartment,
                    "span": _span(contact),
                },
                fields={
                    "is_main_contact": [gettext("The apartment has a main contact on these days.")]
                },
            )


def _span(residency: Residency) -> str:
    if residency.end_date is None:
        return gettext("since %(date)s") % {"date": date_format(residency.start_date)}
    return f"{date_format(residency.start_date)} – {date_format(residency.end_date)}"


def _publish_moved_in(actor: Actor, building_id: int, residencies: Sequence[Residency]) -> None:
    events.publish(
        MovedIn(
            company_id=residencies[0].company_id,
            building_id=building_id,
            residency_ids=[residency.pk for residency in residencies],
        ),
        actor=actor,
    )
