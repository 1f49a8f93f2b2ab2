"""The portal's entries in the menus."""

from typing import TYPE_CHECKING

from foundation import navigation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _works_somewhere(user: "User | AnonymousUser") -> bool:
    return user.has_perm("properties.enter_desk")


navigation.add(
    navigation.Entry(navigation.DESK, "Today", "desk", "sun", 0, _works_somewhere, in_tab_bar=True)
)
navigation.add(
    navigation.Entry(
        navigation.MY, "My buildings", "my", "building-2", 0, lambda user: True, in_tab_bar=True
    )
)
