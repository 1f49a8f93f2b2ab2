"""Who may do what with companies and staff."""

import rules

from accounts.models import (
    ApiKey,
    Company,
    DataExport,
    StaffMembership,
    SupportConsent,
    SupportVisit,
    User,
)
from foundation import tenancy
from foundation.permissions import holds, is_platform, visible

is_owner = holds({tenancy.OWNER})
# Inside a company a super user holds an owner's rights. What would outlast the consent, a job, a
# key or more consent, is not among them.
is_owner_at_home = is_owner & ~is_platform


@rules.predicate
def owns_company_of(user: "User", obj: User | None = None) -> bool:
    """Whether the person owns a company for which the other works."""
    companies, _buildings = tenancy.places(user, {tenancy.OWNER})
    jobs = StaffMembership.objects.current().filter(company_id__in=companies)
    return obj is not None and jobs.filter(user_id=obj.pk).exists()


rules.add_perm("accounts.view_company", visible(Company))
rules.add_perm("accounts.change_company", is_owner)
rules.add_perm("accounts.view_staffmembership", visible(StaffMembership))
rules.add_perm("accounts.add_staffmembership", is_owner_at_home)
rules.add_perm("accounts.end_staffmembership", is_owner)
rules.add_perm("accounts.view_user", visible(User))
rules.add_perm("accounts.remove_user", is_platform)
rules.add_perm("accounts.unlock_user", is_platform | owns_company_of)
# Under Wagtail's name; its page asks `remove_user` (portal.wagtail_hooks.people).
rules.add_perm("accounts.delete_user", is_platform)
# One's own account, or as platform any.
rules.add_perm("accounts.sign_out_user", visible(User))

rules.add_perm("accounts.view_apikey", visible(ApiKey))
# Asked with the company, or with nothing for "in any company".
rules.add_perm("accounts.add_apikey", is_owner_at_home)
rules.add_perm("accounts.revoke_apikey", is_owner)

rules.add_perm("accounts.view_supportconsent", visible(SupportConsent))
rules.add_perm("accounts.view_supportvisit", visible(SupportVisit))
rules.add_perm("accounts.allow_support", is_owner_at_home)
rules.add_perm("accounts.end_support", is_owner)
rules.add_perm("accounts.give_support", is_platform)
# The log of a company is its owners' to read; that of the platform, super users'.
rules.add_perm("accounts.view_log", is_owner)
rules.add_perm("accounts.view_platform_log", is_platform)
# The platform's front page is edited in the CMS.
rules.add_perm("wagtailadmin.access_admin", is_platform)


@rules.predicate
def is_oneself(user: "User", obj: User | None = None) -> bool:
    """Whether the account is the person's own."""
    return user.is_active and (obj is None or obj.pk == user.pk)


rules.add_perm("accounts.view_dataexport", visible(DataExport))
rules.add_perm("accounts.export_user", is_oneself)
# On a letter's word, the platform does it for those who cannot sign in.
rules.add_perm("accounts.erase_user", is_oneself | is_platform)
