"""Who may do what with buildings and apartments."""

import rules

from buildings.properties.models import Apartment, Building, BuildingAssignment
from foundation import tenancy
from foundation.permissions import holds, visible

is_owner = holds({tenancy.OWNER})
is_manager = holds({tenancy.OWNER, tenancy.MANAGER})
is_desk_staff = holds({tenancy.OWNER, tenancy.MANAGER, tenancy.ASSISTANT})
is_staff = holds(tenancy.STAFF_ROLES)

rules.add_perm("properties.view_building", visible(Building))
# Asked with the company, or with nothing for "in any company".
rules.add_perm("properties.add_building", is_owner)
rules.add_perm("properties.change_building", is_manager)
rules.add_perm("properties.assign_staff", is_owner)
rules.add_perm("properties.view_buildingassignment", visible(BuildingAssignment))

rules.add_perm("properties.view_apartment", visible(Apartment))
# Asked with the building.
rules.add_perm("properties.add_apartment", is_manager)
rules.add_perm("properties.change_apartment", is_desk_staff)
rules.add_perm("properties.export_apartments", is_staff)
# The desk as a place: anybody who works anywhere.
rules.add_perm("properties.enter_desk", is_staff)
