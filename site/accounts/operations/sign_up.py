"""Opening a company on one's own."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Company, User
from accounts.operations.companies import open_company_with_owner
from accounts.queries.users import has_proven
from foundation import audit, clock
from foundation.actors import SystemActor
from foundation.errors import Conflict, NotAllowed

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

#: In the session: until when somebody may make an account, though not everybody may.
_DOOR = "sign_up_until"
_DOOR_STAYS_OPEN = dt.timedelta(hours=2)


def open_door(session: "SessionBase") -> None:
    """Let whoever holds this session make an account, by a code from their building's hall."""
    session[_DOOR] = (clock.now() + _DOOR_STAYS_OPEN).timestamp()


def may_sign_up(session: "SessionBase") -> bool:
    """Whether an account can be made: by anybody, or by whoever was let through the door."""
    if settings.SIGN_UP == "open":
        return True
    return bool(session.get(_DOOR, 0) > clock.now().timestamp())


@transaction.atomic
def sign_up_company(*, actor: User, name: str, slug: str) -> Company:
    """Open a company whose owner is the actor, who has proven their address.

    Raises:
        NotAllowed: this installation takes in invited people only, or the address is not proven.
        InvalidInput: the company's address is malformed, reserved or taken.
        Conflict: the person has opened a company this way before.
    """
    if settings.SIGN_UP != "open":
        raise NotAllowed(_("Companies are opened by invitation here."))
    # The lock makes two parallel calls meet here.
    user = User.objects.select_for_update().get(pk=actor.pk)
    if not user.is_active or not has_proven(user, user.email):
        raise NotAllowed(_("Confirm your e-mail address first."))
    if user.memberships.exists():
        raise Conflict(_("You work for a company already."))
    company, _owner = open_company_with_owner(
        actor=SystemActor("sign-up"), name=name, slug=slug, email=user.email, is_mailed=False
    )
    audit.record(user, "accounts.company_signed_up", company)
    return company
