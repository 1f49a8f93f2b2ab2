"""Taking a person out of the books: the stay in an apartment remains, not who it was."""

from typing import TYPE_CHECKING

from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.bounces import source_of
from buildings.residents.operations.residencies import move_out, renew_access_of
from foundation import clock
from foundation.actors import SystemActor
from foundation.personal_data import ERASED
from notifications.operations.erasure import forget_source

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def erase_people_of(*, user: "User") -> "list[Model]":
    """End the residencies of an account's people today and take away all that names them.

    Part of erasing the account, which has checked everything and holds the transaction. Returns
    the rows that told of them.
    """
    people = list(Person.objects.select_for_update().filter(user=user))
    residencies = list(
        Residency.objects.filter(person__in=people).select_related("apartment__building")
    )
    invitations = list(Invitation.objects.filter(person__in=people))
    for residency in residencies:
        _end(residency)
    for person in people:
        # Their managers' inboxes name them, too.
        forget_source(source=source_of(person))
    renew_access_of([person.pk for person in people])
    for invitation in invitations:
        invitation.email = f"erased-{invitation.pk}@invalid.example"
        if invitation.is_waiting:
            invitation.state = Invitation.State.REVOKED
            invitation.closed_at = clock.now()
        invitation.save(update_fields=["email", "state", "closed_at"])
    for person in people:
        person.full_name, person.email, person.phone, person.user = ERASED, "", "", None
        person.save(update_fields=["full_name", "email", "phone", "user"])
    return [*people, *residencies, *invitations]


def _end(residency: Residency) -> None:
    """Today is the last day; a stay that has not begun does not happen."""
    today = clock.today(residency.apartment.building.time_zone)
    if residency.end_date is not None and residency.end_date <= today:
        return
    last_day = max(today, residency.start_date)
    move_out(actor=SystemActor("erasure"), residency=residency, end_date=last_day)
