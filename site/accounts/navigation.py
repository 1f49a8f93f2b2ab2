"""The accounts' entries in the menus."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation import navigation, tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _owns_something(user: "User | AnonymousUser") -> bool:
    """Whether the person owns a company. Grants answer: asking for a permission costs queries on
    every page. For super users, who only visit, both entries would lead nowhere."""
    owns = any(grant.role == tenancy.OWNER for grant in tenancy.grants_of(user))
    return owns and not tenancy.is_platform_staff(user)


navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("API keys"),
        "api_keys:companies",
        "key-round",
        90,
        _owns_something,
        namespaces=("api_keys",),
    )
)
navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("Support"),
        "support-companies",
        "life-buoy",
        95,
        _owns_something,
    )
)
navigation.add(
    navigation.Entry(
        navigation.CONSOLE,
        _("Companies"),
        "support",
        "building-2",
        0,
        tenancy.is_platform_staff,
        in_tab_bar=True,
    )
)
