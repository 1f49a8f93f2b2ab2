"""Who may do what with buildings and apartments."""

import rules

from buildings.properties.models import Apartment, Building, BuildingAssignment, StaffInvitation
from foundation import tenancy
from foundation.permissions import holds, is_platform, visible

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
rules.add_perm("properties.view_staffinvitation", visible(StaffInvitation))
# A job outlasts the consent under which a super user looks in, so only real owners offer one.
is_owner_at_home = is_owner & ~is_platform
rules.add_perm("properties.add_staffinvitation", is_owner_at_home)
rules.add_perm("properties.change_staffinvitation", is_owner_at_home)
rules.add_perm("properties.withdraw_staffinvitation", is_owner)

rules.add_perm("properties.view_apartment", visible(Apartment))
# Asked with the building.
rules.add_perm("properties.add_apartment", is_manager)
rules.add_perm("properties.change_apartment", is_desk_staff)
rules.add_perm("properties.export_apartments", is_staff)
# The desk as a place: anybody who works anywhere.
rules.add_perm("properties.enter_desk", is_staff)
