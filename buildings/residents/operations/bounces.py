"""Residents whom mail no longer reaches: their managers are told."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from buildings.properties.queries import managers_of
from buildings.residents.models import Person
from buildings.residents.queries import homes_of_account
from foundation import audit
from foundation.languages import language_for
from notifications.operations.reading import mark_source_read
from notifications.operations.telling import Told, tell

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building
    from foundation.actors import Actor

KIND = "bounces"


@transaction.atomic
def tell_of_bounce(*, actor: "Actor", user_id: int, source_id: str) -> int:
    """Tell the managers of every building in which the account's person lives or owns today.

    `source_id` stands for the first mail that came back: whatever runs twice, nobody is told twice.
    Background work: it asks for no permission and says who is told. Answers how many were told.
    """
    count = 0
    for residency in homes_of_account(user_id):
        person, building = residency.person, residency.apartment.building
        told = tell(
            company_id=building.company_id,
            building_id=building.pk,
            kind=KIND,
            source=f"{source_of(person)}:{source_id}",
            people=[_words(manager, person, building) for manager in managers_of(building)],
        )
        if told:
            audit.record(actor, "residents.mail_came_back", person)
        count += told
    return count


@transaction.atomic
def note_looked_at(*, actor: "User", person: Person) -> None:
    """The manager has come to the person's page. One transaction; the row itself is the record."""
    mark_source_read(actor=actor, source=source_of(person))


def source_of(person: Person) -> str:
    """How the name of every telling about this person's address begins."""
    return f"bounce:{person.uuid.hex}"


def _words(manager: "User", person: Person, building: "Building") -> Told:
    language = language_for(manager, building)
    with translation.override(language):
        return Told(
            user=manager,
            title=_("Mail to %(name)s comes back") % {"name": person.full_name},
            text=_("Their address takes no mail, so we stop mailing it. Ask them for another one."),
            path=reverse("residents:person-detail", args=[person.uuid]),
            language=language,
        )
