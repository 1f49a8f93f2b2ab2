"""What else makes a grant: an API key, and an owner's consent to support."""

from collections.abc import Iterator

from accounts.models import User
from accounts.models.keys import PROGRAM_DOMAIN
from accounts.queries.keys import grant_of, working_key_of
from accounts.queries.support import current_visits_of
from foundation.tenancy import OWNER, Grant, grant_source


@grant_source
def key_grants(user: User) -> Iterator[Grant]:
    """For background work in the name of a program; requests bring the grant along."""
    if user.email.endswith(f"@{PROGRAM_DOMAIN}"):
        key = working_key_of(user)
        if key is not None:
            yield grant_of(key)


@grant_source
def support_grants(user: User) -> Iterator[Grant]:
    """A super user inside a company holds what its owner holds."""
    if user.is_platform_staff:
        for visit in current_visits_of(user):
            yield Grant(OWNER, visit.company_id, on_behalf_of_id=visit.consent.granted_by_id)
