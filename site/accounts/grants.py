"""API keys as grants."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accounts.models.keys import PROGRAM_DOMAIN
from accounts.queries.keys import grant_of, working_key_of
from foundation.tenancy import Grant, grant_source

if TYPE_CHECKING:
    from accounts.models import User


@grant_source
def key_grants(user: "User") -> Iterator[Grant]:
    """For background work in the name of a program; requests bring the grant along."""
    if user.email.endswith(f"@{PROGRAM_DOMAIN}"):
        key = working_key_of(user)
        if key is not None:
            yield grant_of(key)
