"""The desk's menu entry for API keys."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation import navigation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _owns_something(user: "User | AnonymousUser") -> bool:
    return user.has_perm("accounts.add_apikey")


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
