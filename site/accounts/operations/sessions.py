"""Where somebody is signed in, and ending it."""

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User
from foundation import clock


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
    return len(keys)
