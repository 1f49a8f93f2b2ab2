"""Locking out whoever guesses passwords, and letting the owner back in.

An attempt is counted before the password is looked at: many at once would all find room otherwise.
One that succeeds is given back.
"""

import datetime as dt
import math
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import LoginGuard, User
from accounts.models.guards import digest_of_login
from accounts.queries.users import main_login, user_by_login
from foundation import audit, clock, queue
from foundation.actors import Actor
from foundation.errors import DomainError
from foundation.history import entries_about_account
from foundation.permissions import require

WINDOW = dt.timedelta(minutes=15)
LOCK = dt.timedelta(minutes=15)
#: Wrong passwords for one account from one address. A whole building may share an address, so it
#: alone is not counted.
MOST_HERE = 5
#: From everywhere together, for guessers with many addresses.
MOST_ANYWHERE = 20
TOLD_AT_MOST_EVERY = dt.timedelta(hours=1)


class LockedOut(DomainError):
    """Too many wrong passwords; `seconds` says how long to wait."""

    status = 429
    code = "too_many_attempts"
    title = _("Too many attempts")

    def __init__(self, until: dt.datetime) -> None:
        self.seconds = max(1, math.ceil((until - clock.now()).total_seconds()))
        super().__init__(
            str(_("Wait a quarter of an hour, or choose a new password: that lets you in at once."))
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt, until it is known how it went."""

    login: str
    ip: str
    #: With this one the account is locked, unless it succeeds.
    is_last: bool


@transaction.atomic
def reserve_attempt(*, login: str, ip: str) -> Attempt:
    """Count an attempt before the password is looked at.

    Raises:
        LockedOut: there were too many already.
    """
    digest, now, is_last = digest_of_login(main_login(login)), clock.now(), False
    # Always in this order, so that two attempts never wait for each other.
    for address, most in (("", MOST_ANYWHERE), (ip, MOST_HERE)):
        # Made anew if an unlocking deletes the row while this waits for it.
        guard, _made = LoginGuard.objects.select_for_update().get_or_create(
            login=digest, ip=address, defaults={"window_start": now}
        )
        if guard.locked_until is not None and guard.locked_until > now:
            raise LockedOut(guard.locked_until)
        if guard.window_start <= now - WINDOW or guard.locked_until is not None:
            guard.failures, guard.window_start, guard.locked_until = 0, now, None
        guard.failures += 1
        if guard.failures >= most:
            guard.locked_until, is_last = now + LOCK, True
        guard.save()
    return Attempt(digest, ip, is_last)


@transaction.atomic
def succeed(*, attempt: Attempt) -> None:
    """The password was right: give back what this address has used up, and no more than that.

    Otherwise whoever guesses from elsewhere would begin anew with each sign-in of the owner.
    """
    guards = LoginGuard.objects.select_for_update().filter(login=attempt.login)
    everywhere = guards.filter(ip="").first()
    here = guards.filter(ip=attempt.ip).first()
    if everywhere is not None and here is not None:
        everywhere.failures = max(0, everywhere.failures - here.failures)
        if everywhere.failures < MOST_ANYWHERE:
            everywhere.locked_until = None
        everywhere.save()
    if here is not None:
        here.delete()


@transaction.atomic
def fail(*, attempt: Attempt, login: str) -> None:
    """The password was wrong: note it, and tell the account's owner when that locks it."""
    user = user_by_login(login)
    if user is None:
        return
    audit.record_unsigned("sign-in", "accounts.sign_in_failed", user)
    if attempt.is_last:
        # Whoever guesses from many places locks the account again and again.
        lately = clock.now() - TOLD_AT_MOST_EVERY
        locks = entries_about_account(user).filter(action="accounts.sign_in_locked")
        was_told = locks.filter(occurred_at__gte=lately).exists()
        audit.record_unsigned("sign-in", "accounts.sign_in_locked", user)
        if not was_told:
            queue.enqueue("accounts.tasks.send_locked_out", user.pk)


@transaction.atomic
def unlock_account(*, actor: Actor, user: User) -> bool:
    """Let a locked-out person try again at once; answer whether there was a lock.

    Raises:
        NotFound, NotAllowed: the actor neither runs the platform nor owns the person's company.
    """
    require(actor, "accounts.unlock_user", user)
    was_locked = forget_attempts(user=user)
    if was_locked:
        audit.record(actor, "accounts.sign_in_unlocked", user)
    return was_locked


def forget_attempts(*, user: User) -> bool:
    """Forget all attempts at an account, as after a new password; answer whether it was locked."""
    addresses = {
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    }
    guards = LoginGuard.objects.filter(login__in=[digest_of_login(login) for login in addresses])
    was_locked = guards.filter(locked_until__gt=clock.now()).exists()
    guards.delete()
    return was_locked


def delete_old_guards() -> int:
    """Delete what no longer counts; answer how many rows."""
    count: int = LoginGuard.objects.filter(
        window_start__lt=clock.now() - max(WINDOW, LOCK) * 2
    ).delete()[0]
    return count
