"""The import's entry in the desk's menu."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation import navigation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _may_import(user: "User | AnonymousUser") -> bool:
    return user.has_perm("imports.run_import")


navigation.add(
    navigation.Entry(
        navigation.DESK, _("Imports"), "imports:run-list", "file-spreadsheet", 80, _may_import
    )
)
