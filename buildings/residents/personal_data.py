"""What the companies' books tell about a person who has an account."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.erasure import erase_people_of
from foundation import personal_data

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def export(user: "User") -> dict[str, Any]:
    people = Person.objects.filter(user=user).select_related("company")
    residencies = Residency.objects.filter(person__in=people).select_related(
        "apartment__building", "company"
    )
    invitations = Invitation.objects.filter(person__in=people).select_related("building")
    return {
        "people": [
            {
                "company": person.company.name,
                "name": person.full_name,
                "email": person.email,
                "phone": person.phone,
                "since": person.created_at,
            }
            for person in people
        ],
        "residencies": [
            {
                "company": residency.company.name,
                "building": residency.apartment.building.name,
                "apartment": residency.apartment.number,
                "kind": residency.kind,
                "from": residency.start_date,
                "until": residency.end_date,
                "main_contact": residency.is_main_contact,
            }
            for residency in residencies
        ],
        "invitations": [
            {
                "building": invitation.building.name,
                "email": invitation.email,
                "state": invitation.state,
                "sent_at": invitation.sent_at,
                "opened_at": invitation.opened_at,
                "closed_at": invitation.closed_at,
            }
            for invitation in invitations
        ],
    }


def erase(user: "User") -> "Iterable[Model]":
    return erase_people_of(user=user)


personal_data.register(personal_data.Part("residents", export=export, erase=erase))
