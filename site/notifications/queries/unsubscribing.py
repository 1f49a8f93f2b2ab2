"""Whose mails of which kind a link from one of them ends."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from accounts.queries.preferences import NotificationType, notification_types
from accounts.queries.users import user_with_uuid
from foundation.errors import NotFound
from notifications.models.notifications import WAY_OUT

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class WayOut:
    user: "User"
    kinds: tuple[NotificationType, ...]
    #: It came with a digest, which can be ended by itself.
    is_digest: bool


def way_out(token: str) -> WayOut:
    """
    Raises:
        NotFound: nobody made this token, the account is gone, or its kinds are no more.
    """
    problem = _("The link is not whole. Copy all of it from the message.")
    try:
        user_id, keys, *more = signing.loads(token, salt=WAY_OUT)
        user = user_with_uuid(UUID(user_id))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound(problem) from error
    kinds = tuple(kind for kind in notification_types() if kind.key in keys.split(","))
    if user is None or not user.is_active or not kinds:
        raise NotFound(problem)
    return WayOut(user, kinds, is_digest=more == ["digest"])
