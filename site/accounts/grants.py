"""Consent to support as a grant: a super user inside a company holds what its owner holds."""

from collections.abc import Iterator

from accounts.models import User
from accounts.queries.support import current_visits_of
from foundation.tenancy import OWNER, Grant, grant_source


@grant_source
def support_grants(user: User) -> Iterator[Grant]:
    if user.is_platform_staff:
        for visit in current_visits_of(user):
            yield Grant(OWNER, visit.company_id)
