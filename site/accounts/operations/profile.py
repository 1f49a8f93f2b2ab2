"""What people say about themselves, and how they want to be met."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.preferences import (
    CHANNELS,
    DIGESTS,
    THEMES,
    Preferences,
    notification_types,
    preferences_of,
)
from foundation import audit
from foundation.errors import InvalidInput
from foundation.uploads.images import clean_image
from foundation.validation import clean

MAX_AVATAR_BYTES = 5_000_000
AVATAR_SIDE = 512
PROFILE_FIELDS = ("first_name", "last_name", "phone", "language", "time_zone")


@transaction.atomic
def change_profile(*, actor: User, **values: str) -> User:
    """Change one's own name, telephone number, language or time zone; what is not given stays.

    Raises:
        InvalidInput: a value does not fit.
    """
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    known = {name: values[name].strip() for name in PROFILE_FIELDS if name in values}
    changes = audit.changed_values(user, known)
    if changes:
        clean(user)
        user.save(update_fields=list(changes))
        # What somebody's number was is nobody's business but theirs.
        audit.record(actor, "accounts.profile_changed", user, dict.fromkeys(changes, ("", "")))
    return user


@transaction.atomic
def set_avatar(*, actor: User, content: bytes, file_name: str) -> User:
    """Give one's account a picture, or another one. It is scaled down and written anew.

    Raises:
        InvalidInput: no picture of a known kind, broken, or larger than 5 MB.
    """
    if len(content) > MAX_AVATAR_BYTES:
        message = _("This file is larger than 5 MB. Scale the picture down and upload it again.")
        raise InvalidInput(message, fields={"file": [message]})
    picture = clean_image(content, file_name, AVATAR_SIDE)
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    name = f"{uuid.uuid4().hex}{PurePath(picture.name).suffix}"
    old = user.avatar.name or ""
    user.avatar.save(name, ContentFile(picture.content), save=False)
    return _replaced(user, old)


@transaction.atomic
def remove_avatar(*, actor: User) -> User:
    """Show the initials again; nothing happens if there is no picture."""
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    old = user.avatar.name or ""
    if old:
        user.avatar = ""
        _replaced(user, old)
    return user


def _replaced(user: User, old: str) -> User:
    user.save(update_fields=["avatar"])
    audit.record(user, "accounts.avatar_changed", user)
    if old:
        storage = user.avatar.storage
        transaction.on_commit(lambda: storage.delete(old))
    return user


@transaction.atomic
def stop_mails(*, actor: User, kinds: Collection[str]) -> User:
    """No mails of these kinds any more; everything else stays as it was chosen.

    Raises:
        InvalidInput: there is no such kind.
    """
    chosen = preferences_of(actor)
    if not set(kinds) <= set(chosen.notifications):
        raise InvalidInput(_("There is no such kind of message."))
    ended = {kind: chosen.notifications[kind] | {"email": False} for kind in kinds}
    return _choose(actor, replace(chosen, notifications=chosen.notifications | ended))


@transaction.atomic
def end_digest(*, actor: User) -> User:
    """Each mail by itself again. One transaction; everything else stays as it was chosen."""
    return _choose(actor, replace(preferences_of(actor), digest="off"))


def _choose(actor: User, chosen: Preferences) -> User:
    return set_preferences(
        actor=actor,
        theme=chosen.theme,
        digest=chosen.digest,
        notifications=chosen.notifications,
        quiet_from=chosen.quiet_from,
        quiet_until=chosen.quiet_until,
    )


@transaction.atomic
def set_preferences(
    *,
    actor: User,
    theme: str,
    digest: str,
    notifications: dict[str, dict[str, bool]],
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
) -> User:
    """Keep which colours, which digest, by which channel each kind of news comes, and when none.

    Kinds that are not named keep their usual channels. Without quiet hours, mails come at any time.

    Raises:
        InvalidInput: an unknown theme, digest, kind or channel, or half of the quiet hours; the
            messages name it.
    """
    quiet = [
        time.replace(second=0, microsecond=0, tzinfo=None)
        for time in (quiet_from, quiet_until)
        if time is not None
    ]
    problems: dict[str, list[str]] = {}
    if theme not in THEMES:
        problems["theme"] = [_("Choose one of: %(choices)s.") % {"choices": ", ".join(THEMES)}]
    if digest not in DIGESTS:
        problems["digest"] = [_("Choose one of: %(choices)s.") % {"choices": ", ".join(DIGESTS)}]
    if len(quiet) == 1:
        missing = "quiet_from" if quiet_from is None else "quiet_until"
        problems[missing] = [_("Quiet hours need a beginning and an end.")]
    elif quiet and quiet[0] == quiet[1]:
        problems["quiet_until"] = [_("Choose an end that is not the beginning.")]
    kinds = {kind.key for kind in notification_types()}
    for kind, channels in notifications.items():
        if kind not in kinds:
            problems[f"notifications.{kind}"] = [_("There is no such kind of message.")]
        elif set(channels) - set(CHANNELS):
            problems[f"notifications.{kind}"] = [_("There is no such channel.")]
    if problems:
        raise InvalidInput(next(iter(problems.values()))[0], fields=problems)
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    kept: dict[str, Any] = {
        "theme": theme,
        "digest": digest,
        "notifications": {
            kind: {name: bool(value) for name, value in channels.items()}
            for kind, channels in notifications.items()
        },
    }
    if quiet:
        kept["quiet_hours"] = [f"{time:%H:%M}" for time in quiet]
    if user.preferences != kept:
        user.preferences = kept
        user.save(update_fields=["preferences"])
        audit.record(actor, "accounts.preferences_changed", user)
    return user
