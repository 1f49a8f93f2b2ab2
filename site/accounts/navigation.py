"""The accounts' entries in the menus."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation import navigation, tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _owns_something(user: "User | AnonymousUser") -> bool:
    return user.has_perm("accounts.add_apikey")


def _may_let_support_in(user: "User | AnonymousUser") -> bool:
    return user.has_perm("accounts.allow_support")


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
        _may_let_support_in,
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
