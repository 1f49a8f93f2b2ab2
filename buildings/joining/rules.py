"""Who may do what with codes and requests to join."""

from typing import TYPE_CHECKING

import rules

from buildings.joining.models import JoinCode, JoinRequest
from buildings.joining.models.codes import DESK_ROLES
from foundation.permissions import holds, visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@rules.predicate("asked_to_join")
def asked_to_join(user: "User | AnonymousUser", request: JoinRequest | None = None) -> bool:
    return request is not None and request.user_id == user.pk


is_desk_staff = holds(DESK_ROLES)

rules.add_perm("joining.view_joincode", visible(JoinCode))
# Asked with the building.
rules.add_perm("joining.change_joincode", is_desk_staff)
rules.add_perm("joining.list_joinrequests", is_desk_staff)
rules.add_perm("joining.view_joinrequest", visible(JoinRequest))
rules.add_perm("joining.decide_joinrequest", is_desk_staff)
rules.add_perm("joining.withdraw_joinrequest", asked_to_join)
