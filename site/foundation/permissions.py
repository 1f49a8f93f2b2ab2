"""Asking for permission: operations call `require` before they write, predicates derive from
`visible_to`, so that reading and allowing can never disagree."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import rules
from django.utils.translation import gettext as _

from foundation import tenancy
from foundation.actors import Actor, is_system
from foundation.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from accounts.models import User


def visible(model: type["Model"]) -> Any:
    """A predicate that agrees with `model.objects.visible_to`: is this very row visible?

    Without an object it answers whether anything at all could be: signed in and active.
    """

    @rules.predicate(f"visible:{model._meta.label_lower}")
    def is_visible(user: "User | AnonymousUser", obj: Any = None) -> bool:
        if not user.is_authenticated or not user.is_active:
            return False
        if obj is None:
            return True
        manager: Any = model._default_manager
        return bool(manager.visible_to(user).filter(pk=obj.pk).exists())

    return is_visible


def holds(roles: Collection[str]) -> Any:
    """A predicate: does the user hold one of `roles` where the object lives?

    Without an object: does the user hold one of them anywhere?
    """

    @rules.predicate(f"holds:{'|'.join(sorted(roles))}")
    def holds_role(user: "User | AnonymousUser", obj: Any = None) -> bool:
        if obj is None:
            return any(grant.role in roles for grant in tenancy.grants_of(user))
        return tenancy.has_role(
            user, roles, company_id=obj.company_id, building_id=obj.scope_building_id
        )

    return holds_role


@rules.predicate("is_platform")
def is_platform(user: "User | AnonymousUser", obj: Any = None) -> bool:
    """Whether this is active staff of the platform itself."""
    return tenancy.is_platform_staff(user)


def require(actor: Actor, permission: str, obj: Any = None) -> None:
    """Raise unless `actor` has `permission` on `obj`.

    Raises:
        NotFound: the actor may not even see the object (so its existence stays hidden).
        NotAllowed: visible, but this is for others to do.
    """
    if is_system(actor):
        return
    if not actor.is_active:
        raise NotAllowed(_("This account is switched off."))
    if actor.has_perm(permission, obj):
        return
    if obj is not None:
        view = f"{obj._meta.app_label}.view_{obj._meta.model_name}"
        if not actor.has_perm(view, obj):
            raise NotFound
    raise NotAllowed(_("You may see this, but changing it is for others to do."))
