"""The portal's entries in the menus."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.queries.companies import owns_a_company
from foundation import navigation, tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _works_somewhere(user: "User | AnonymousUser") -> bool:
    return user.has_perm("properties.enter_desk")


def _lives_somewhere(user: "User | AnonymousUser") -> bool:
    return any(grant.role == tenancy.RESIDENT for grant in tenancy.grants_of(user))


navigation.add(
    navigation.Entry(
        navigation.DESK, _("Today"), "desk", "sun", 0, _works_somewhere, in_tab_bar=True
    )
)
navigation.add(
    navigation.Entry(
        navigation.MY,
        _("My apartment"),
        "my-apartment",
        "key-round",
        10,
        _lives_somewhere,
        in_tab_bar=True,
    )
)
navigation.add(
    navigation.Entry(
        navigation.MY, _("My buildings"), "my", "building-2", 0, lambda user: True, in_tab_bar=True
    )
)
navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("Pages for all buildings"),
        "master-pages",
        "book-copy",
        60,
        _works_somewhere,
    )
)
navigation.add(
    navigation.Entry(navigation.DESK, _("Log"), "log-companies", "scroll-text", 92, owns_a_company)
)
navigation.add(
    navigation.Entry(
        navigation.CONSOLE,
        _("Log"),
        "platform-log",
        "scroll-text",
        10,
        tenancy.is_platform_staff,
        in_tab_bar=True,
    )
)
navigation.add(
    navigation.Entry(
        navigation.MY, _("My feeds"), "my-feeds", "rss", 30, lambda user: True, in_tab_bar=True
    )
)
navigation.add(
    navigation.Entry(
        navigation.MY, _("Outages"), "my-outages", "construction", 20, _lives_somewhere
    )
)
