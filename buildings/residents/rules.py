"""Who may do what with people and residencies."""

from typing import TYPE_CHECKING

import rules

from buildings.residents.models import Invitation, Person, Residency
from foundation import tenancy
from foundation.permissions import holds, visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

DESK_ROLES = frozenset({tenancy.OWNER, tenancy.MANAGER, tenancy.ASSISTANT})

is_desk_staff = holds(DESK_ROLES)


@rules.predicate("works_where_they_live")
def works_where_they_live(user: "User | AnonymousUser", person: Person | None = None) -> bool:
    """People belong to the company, but the desk of a building they live or lived in knows them."""
    companies, buildings = tenancy.places(user, DESK_ROLES)
    if person is None:
        return bool(companies or buildings)
    return (
        person.company_id in companies
        or Residency.objects.filter(person=person, apartment__building__in=buildings).exists()
    )


rules.add_perm("residents.view_person", visible(Person))
rules.add_perm("residents.change_person", works_where_they_live)
rules.add_perm("residents.view_residency", visible(Residency))
# Asked with the apartment.
rules.add_perm("residents.add_residency", is_desk_staff)
rules.add_perm("residents.change_residency", is_desk_staff)
rules.add_perm("residents.view_invitation", visible(Invitation))
rules.add_perm("residents.change_invitation", is_desk_staff)
# Asked with the building.
rules.add_perm("residents.add_invitation", is_desk_staff)
rules.add_perm("residents.export_residencies", holds(tenancy.STAFF_ROLES))
