"""The desk's menu entry for buildings."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.queries.companies import owns_a_company
from foundation import navigation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _works_somewhere(user: "User | AnonymousUser") -> bool:
    return user.has_perm("properties.enter_desk")


navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("Buildings"),
        "properties:building-list",
        "building-2",
        10,
        _works_somewhere,
        in_tab_bar=True,
        # An apartment's people are one layer up, but lie in the building for whoever looks.
        namespaces=("properties", "residents"),
    )
)


navigation.add(
    navigation.Entry(
        navigation.DESK,
        _("Staff"),
        "staff:companies",
        "users-round",
        85,
        owns_a_company,
        namespaces=("staff",),
    )
)
