"""Whom of a file an invitation would reach."""

import datetime as dt
from typing import TYPE_CHECKING

from buildings.residents.queries import people_known_already, residencies_not_over

if TYPE_CHECKING:
    from collections.abc import Hashable

    from buildings.imports.queries.plans import Plan, PlannedPerson
    from buildings.properties.models import Building


def invitees_of(building: "Building", plan: "Plan", today: dt.date) -> dict[str, int]:
    """The people of a plan, each counted once, as they will stand when it is carried out.

    `to_invite` get an invitation if the import is asked to invite; `known` have an account or were
    invited before; `without_email` need a letter; `gone` hold no apartment any more.
    """
    homes = {_key(r.person) for r in plan.residencies if (r.end_date or today) >= today}
    touched = {r.residency.pk for r in plan.residencies if r.residency}
    # Somebody who moves out of one apartment by this file may keep another that it does not name.
    homes |= {
        person
        for residency, person in residencies_not_over(building).values_list("pk", "person_id")
        if residency not in touched
    }
    known = people_known_already([p.person.pk for p in plan.people if p.person])
    reachable = {_key(p) for p in plan.people if p.email or (p.person and p.person.email)}
    figures = {"to_invite": 0, "known": 0, "without_email": 0, "gone": 0}
    for key in {_key(person) for person in plan.people}:
        if key in known:
            figures["known"] += 1
        elif key not in homes:
            figures["gone"] += 1
        else:
            figures["to_invite" if key in reachable else "without_email"] += 1
    return figures


def _key(person: "PlannedPerson") -> "Hashable":
    """Rows with and without the address may mean the same person of the book."""
    return person.person.pk if person.person else ("new", id(person))
