"""What staff see of the CMS: its colours, its menu and its first page."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
)

from foundation import tenancy
from portal.components import OurPanel, OwnLockedPagesPanel, OwnRecentEditsPanel

#: What everybody who writes pages works with; publishers also see the archive.
STAFF_MENU = frozenset(
    {"explorer", "images", "documents", "archive", "master-pages", "desk", "accounts"}
)


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


class PublisherMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        companies, buildings = tenancy.places(request.user, tenancy.PUBLISHER_ROLES)
        return bool(companies or buildings)


@hooks.register("register_admin_menu_item")
def archive_item() -> MenuItem:
    return PublisherMenuItem(
        _("Archive"), reverse("portal_archive"), name="archive", icon_name="history", order=400
    )


@hooks.register("register_admin_menu_item")
def master_pages_item() -> MenuItem:
    return PublisherMenuItem(
        _("For all buildings"),
        reverse("master-pages"),
        name="master-pages",
        icon_name="copy",
        order=410,
    )


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    return MenuItem(_("Desk"), reverse("desk"), name="desk", icon_name="home", order=420)


class PlatformMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return tenancy.is_platform_staff(request.user)


@hooks.register("register_admin_menu_item")
def accounts_item() -> MenuItem:
    """Of Wagtail's settings, super users reach this one."""
    return PlatformMenuItem(
        _("Accounts"),
        reverse("wagtailusers_users:index"),
        name="accounts",
        icon_name="user",
        order=430,
    )


@hooks.register("construct_main_menu", order=1000)
def short_menu(request: HttpRequest, items: list[Any]) -> None:
    """Staff see what they work with; nothing that lists the platform."""
    items[:] = [item for item in items if item.name in STAFF_MENU]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_platform_counts(request: HttpRequest, items: list[Any]) -> None:
    """The stock figures count every tenant's pages."""
    items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def our_panels(request: HttpRequest, panels: list[Any]) -> None:
    """The stock panels go through everybody's tasks, and name pages one has lost since."""
    own = {RecentEditsPanel: OwnRecentEditsPanel, LockedPagesPanel: OwnLockedPagesPanel}
    kept = [own[type(panel)]() for panel in panels if type(panel) in own]
    panels[:] = [OurPanel(), *kept]
