"""Oneself: profile, picture, preferences, and what one may do where."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.urls import reverse
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from accounts.models import User
from accounts.operations import profile as operations
from accounts.queries.preferences import preferences_of
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 422: Problem}


class MeOut(Schema):
    """Your account. `avatar` is fetched with the same sign-in; null without a picture."""

    id: UUID = Field(alias="uuid")
    email: str
    first_name: str
    last_name: str
    phone: str
    language: str = Field(description="Empty: the language of the building.")
    time_zone: str = Field(description="Empty: the time zone of the building.")
    avatar: str | None
    is_platform_staff: bool

    @staticmethod
    def resolve_avatar(user: User) -> str | None:
        return reverse("my-avatar") if user.avatar else None


class MeIn(Schema):
    """What changes; what is left out stays."""

    first_name: str | None = Field(None, examples=["Ana"])
    last_name: str | None = Field(None, examples=["Lima"])
    phone: str | None = Field(None, examples=["+49 40 123456"])
    language: str | None = Field(None, examples=["de"])
    time_zone: str | None = Field(None, examples=["Europe/Berlin"])


class Channels(Schema):
    """By which ways a kind of message comes."""

    email: bool
    in_app: bool
    push: bool = Field(True, description="To the devices that take messages.")


class PreferencesOut(Schema):
    """Colours, digest, quiet hours, and the ways of each kind of message."""

    theme: str
    digest: str
    quiet_from: dt.time | None = Field(description="Null: mails come at any time.")
    quiet_until: dt.time | None
    notifications: dict[str, Channels]


class PreferencesIn(Schema):
    """All of them; kinds of messages that are not named keep their usual ways."""

    theme: Literal["system", "light", "dark"] = Field(examples=["system"])
    digest: Literal["off", "daily", "weekly"] = Field(
        description="One mail at 18:00 that lists what is new; weekly on Fridays.",
        examples=["weekly"],
    )
    quiet_from: dt.time | None = Field(
        None,
        description="Until `quiet_until` only emergencies are mailed. Null: no such time.",
        examples=["22:00"],
    )
    quiet_until: dt.time | None = Field(None, examples=["07:00"])
    notifications: dict[str, Channels] = Field(default_factory=dict, examples=[{}])


@router.get("", response={200: MeOut, **REFUSALS}, operation_id="get_me")
def get_me(request: SignedInRequest) -> Any:
    """Your account."""
    return request.user


@router.patch("", response={200: MeOut, **REFUSALS}, operation_id="change_me")
def change_me(request: SignedInRequest, values: MeIn) -> Any:
    """Change your name, telephone number, language or time zone.

    Your address is changed under /_allauth/, where it is verified.
    """
    given = values.dict(exclude_unset=True)
    return operations.change_profile(
        actor=request.user, **{name: value or "" for name, value in given.items()}
    )


@router.put("/avatar", response={200: MeOut, **REFUSALS}, operation_id="set_my_avatar")
def set_my_avatar(request: SignedInRequest, file: File[UploadedFile]) -> Any:
    """Give your account a picture, at most 5 MB. It is scaled down and written anew."""
    return operations.set_avatar(
        actor=request.user,
        content=file.read(operations.MAX_AVATAR_BYTES + 1),
        file_name=file.name or "",
    )


@router.delete("/avatar", response={204: None, **REFUSALS}, operation_id="remove_my_avatar")
def remove_my_avatar(request: SignedInRequest) -> Any:
    """Delete your picture."""
    operations.remove_avatar(actor=request.user)
    return 204, None


@router.get(
    "/preferences", response={200: PreferencesOut, **REFUSALS}, operation_id="get_my_preferences"
)
def get_my_preferences(request: SignedInRequest) -> Any:
    """How you want to be met."""
    return preferences_of(request.user)


@router.put(
    "/preferences", response={200: PreferencesOut, **REFUSALS}, operation_id="set_my_preferences"
)
def set_my_preferences(request: SignedInRequest, values: PreferencesIn) -> Any:
    """Choose how you want to be met."""
    user = operations.set_preferences(
        actor=request.user,
        theme=values.theme,
        digest=values.digest,
        quiet_from=values.quiet_from,
        quiet_until=values.quiet_until,
        notifications={kind: channels.dict() for kind, channels in values.notifications.items()},
    )
    return preferences_of(user)
