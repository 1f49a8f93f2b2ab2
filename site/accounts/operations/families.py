"""The refresh tokens of a session: its *family*.

The row of allauth's `UserSession` is what a family is locked by, and its `data` holds which refresh
tokens are alive. Not the session itself: that is saved as a whole by whoever changes it, and would
bring a spent token back to life.
"""

import datetime as dt
from typing import Any

from allauth.usersessions.models import UserSession

from accounts.operations.sessions import end_sessions
from foundation import audit, clock

#: How long after its exchange a token may come again by an honest mistake: two threads of an app,
#: a repeated request. It is refused then, and nothing else happens.
GRACE = dt.timedelta(seconds=10)
#: A session lasts from when it was last saved; exchanges prolong it, seldom.
PROLONGED_EVERY = dt.timedelta(days=1)
_LIVE, _SPENT, _PROLONGED = "live_tokens", "spent_tokens", "prolonged_at"


def lock_family(*, session_key: str) -> UserSession | None:
    """The family of a session, held until the caller's transaction ends; None when it has ended."""
    family: UserSession | None = (
        UserSession.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(session_key=session_key)
        .first()
    )
    return family


def add_refresh_token(*, family: UserSession, token_id: str, expires_at: int) -> None:
    """Let a refresh token into a family that the caller's transaction holds."""
    now = clock.now().timestamp()
    live = {key: end for key, end in family.data.get(_LIVE, {}).items() if end > now}
    family.data[_LIVE] = live | {token_id: expires_at}
    family.data.setdefault(_PROLONGED, now)
    family.last_seen_at = clock.now()
    family.save(update_fields=["data", "last_seen_at"])


def spend_refresh_token(*, family: UserSession, token_id: str) -> bool:
    """Take a refresh token out of a family that the caller's transaction holds, once.

    The token is one of ours and has not run out. If it was spent before, somebody else has a copy:
    the thief or the owner, and nobody can tell which. So the whole family ends, unless it was spent
    just now, which is how a double click looks.
    """
    now = clock.now().timestamp()
    live = family.data.get(_LIVE, {})
    spent = {
        key: at for key, at in family.data.get(_SPENT, {}).items()
        if now - at < GRACE.total_seconds()
    }  # fmt: skip
    if token_id in spent:
        return False
    if token_id not in live:
        audit.record_unsigned("token exchange", "accounts.token_reused", family.user)
        end_sessions(families=[family])
        return False
    del live[token_id]
    family.data |= {_LIVE: live, _SPENT: spent | {token_id: now}}
    return True


def has_refresh_token(*, session_key: str, token_id: str) -> bool:
    """Whether a session's family has this refresh token, not spent yet."""
    family = UserSession.objects.filter(session_key=session_key).first()
    return family is not None and token_id in family.data.get(_LIVE, {})


def prolong_session(*, family: UserSession, session: Any) -> None:
    """Keep the session of a family that is in use from running out, by writing it once a day."""
    now = clock.now().timestamp()
    if now - family.data.get(_PROLONGED, 0) >= PROLONGED_EVERY.total_seconds():
        session.save()
        family.data[_PROLONGED] = now
