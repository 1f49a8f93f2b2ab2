"""Who is locked out of signing in just now."""

import datetime as dt
from collections.abc import Collection, Iterable

from accounts.models import LoginGuard, User
from accounts.models.guards import digest_of_login
from foundation import clock


def locked_until(user: User) -> dt.datetime | None:
    """Until when wrong passwords keep an account's owner out, somewhere or everywhere."""
    return locks_of([user]).get(user.pk)


def locks_of(users: Iterable[User]) -> dict[int, dt.datetime]:
    """As `locked_until` for many; those who are not locked are left out."""
    by_digest = {digest_of_login(user.email): user.pk for user in users}
    locks: dict[int, dt.datetime] = {}
    for guard in _locked(by_digest):
        pk, until = by_digest[guard.login], guard.locked_until
        if until is not None:
            locks[pk] = max(until, locks.get(pk, until))
    return locks


def _locked(digests: Collection[str]) -> Iterable[LoginGuard]:
    return LoginGuard.objects.filter(login__in=list(digests), locked_until__gt=clock.now())
