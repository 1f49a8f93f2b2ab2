"""Where somebody is signed in, and ending it."""

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.events import SessionsEnded
from accounts.models import User
from foundation import audit, clock, events, tenancy
from foundation.actors import Actor, SystemActor
from foundation.errors import NotFound
from foundation.permissions import require


def end_all_sessions(*, user: User) -> int:
    """Sign `user` out everywhere, programs included; answer how many sessions that were.

    A session names its account only inside, so all that run are opened: those the list of
    sessions has lost sight of count as well. They also hold the address, by which one signed in.
    """
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    keys = set(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    running = Session.objects.filter(expire_date__gt=clock.now())
    for session in running.iterator(chunk_size=500):
        if str(session.get_decoded().get(SESSION_KEY)) == str(user.pk):
            keys.add(session.session_key)
    with transaction.atomic():
        for key in keys:
            store(key).delete()
        UserSession.objects.filter(user=user).delete()
        tell_of_end(user_id=user.pk, session_ids=None)
    return len(keys)


def end_sessions(*, families: Iterable[UserSession]) -> int:
    """End these sessions with everything that hangs on them. Part of the caller's transaction."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    ended = 0
    for family in families:
        key = family.session_key
        tell_of_end(user_id=family.user_id, session_ids=[family.pk])
        family.end()
        # A request that runs beside this one may have put it back into the cache meanwhile.
        transaction.on_commit(partial(store().delete, key))
        ended += 1
    return ended


@transaction.atomic
def end_own_session(*, actor: User, session_id: int) -> None:
    """Sign the person out on one of their devices.

    Raises:
        NotFound: it is no session of theirs.
    """
    family = UserSession.objects.filter(user=actor, pk=session_id).first()
    if family is None:
        raise NotFound
    end_sessions(families=[family])
    audit.record(actor, "accounts.session_ended", actor)


@transaction.atomic
def forget_session(*, session_key: str) -> None:
    """Take a session that has ended off the list of where its person is signed in."""
    for session in UserSession.objects.filter(session_key=session_key):
        tell_of_end(user_id=session.user_id, session_ids=[session.pk])
        session.delete()


def tell_of_end(*, user_id: int, session_ids: list[int] | None) -> None:
    """What hangs on sessions ends with them, such as messages to devices. Part of ending them."""
    ended = SessionsEnded(company_id=None, user_id=user_id, session_ids=session_ids)
    events.publish(ended, actor=SystemActor("sessions"))


@transaction.atomic
def sign_out_everywhere(*, actor: Actor, user: User) -> int:
    """End every session of a person, the present one included, and with them all their tokens.

    Sessions are found by the list of where the person is signed in. One that is missing there ends
    as well, because no session holds the new mark. Answers how many were on the list.

    Raises:
        NotFound, NotAllowed: it is neither the person nor the platform who asks.
    """
    require(actor, "accounts.sign_out_user", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.session_mark = tenancy.fresh_mark()
    user.save(update_fields=["session_mark"])
    ended = end_sessions(families=UserSession.objects.filter(user_id=user.pk))
    tell_of_end(user_id=user.pk, session_ids=None)
    audit.record(actor, "accounts.signed_out_everywhere", user, {"sessions": (ended, 0)})
    return ended
