"""Where somebody is signed in, and which open connections still have a session behind them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.models import User
from foundation import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an account ends or changes a connection when it changes."""

    #: Changes with the password.
    session_hash: str
    access_version: str
    unread: int


def open_sessions(keys: Collection[str]) -> set[str]:
    """Those of the keys whose session has not ended."""
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
    return set(found.values_list("session_key", flat=True))


def standings_of(user_ids: Collection[int]) -> Mapping[int, Standing]:
    """Of the active accounts among `user_ids`."""
    return {
        user.pk: Standing(user.get_session_auth_hash(), user.access_version, user.unread_count)
        for user in User.objects.filter(pk__in=user_ids, is_active=True).only(
            "password", "access_version", "unread_count"
        )
    }


def session_number(session_key: str | None) -> int | None:
    """The number under which a session is listed, which tells nothing of its key."""
    if not session_key:
        return None
    listed = UserSession.objects.filter(session_key=session_key)
    found: int | None = listed.values_list("pk", flat=True).first()
    return found
