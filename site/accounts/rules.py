"""Who may do what with companies and staff."""

import rules

from accounts.models import ApiKey, Company, StaffMembership, User
from foundation import tenancy
from foundation.permissions import holds, is_platform, visible

is_owner = holds({tenancy.OWNER})

rules.add_perm("accounts.view_company", visible(Company))
rules.add_perm("accounts.change_company", is_owner)
rules.add_perm("accounts.view_staffmembership", visible(StaffMembership))
rules.add_perm("accounts.add_staffmembership", is_owner)
rules.add_perm("accounts.end_staffmembership", is_owner)
rules.add_perm("accounts.view_user", visible(User))
rules.add_perm("accounts.remove_user", is_platform)
# One's own account, or as platform any.
rules.add_perm("accounts.sign_out_user", visible(User))

rules.add_perm("accounts.view_apikey", visible(ApiKey))
# Asked with the company, or with nothing for "in any company".
rules.add_perm("accounts.add_apikey", is_owner)
rules.add_perm("accounts.revoke_apikey", is_owner)
