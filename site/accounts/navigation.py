"""The accounts' entries in the menus."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.rules import is_owner_at_home
from foundation import navigation, tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _owns_a_company_at_home(user: "User | AnonymousUser") -> bool:
    """By the rule itself: what `has_perm` finds refused, it goes on to look up in the framework's
    own tables, on every page of the desk."""
    return bool(is_owner_at_home.test(user))


navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("API keys"),
        "api_keys:companies",
        "key-round",
        90,
        _owns_a_company_at_home,
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
        _owns_a_company_at_home,
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
