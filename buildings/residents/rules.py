"""Who may do what with people and residencies."""

import rules

from buildings.residents.models import Person, Residency
from foundation import tenancy
from foundation.permissions import holds, visible

is_desk_staff = holds({tenancy.OWNER, tenancy.MANAGER, tenancy.ASSISTANT})

rules.add_perm("residents.view_person", visible(Person))
rules.add_perm("residents.change_person", visible(Person) & is_desk_staff)
rules.add_perm("residents.view_residency", visible(Residency))
# Asked with the apartment.
rules.add_perm("residents.add_residency", is_desk_staff)
rules.add_perm("residents.change_residency", is_desk_staff)
# Asked with the building.
rules.add_perm("residents.export_residencies", holds(tenancy.STAFF_ROLES))
