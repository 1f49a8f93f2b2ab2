"""What the frame around every page says about the person: initials, and where else they may go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.queries.preferences import preferences_of
from foundation import tenancy

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of a menu, in the reader's language."""

    label: str
    url: str
    icon: str
    is_current: bool = False


def initials_of(user: "User") -> str:
    return f"{user.first_name[:1]}{user.last_name[:1]}".upper()


def theme_of(user: "User") -> str:
    """The colours chosen with the account: light, dark, or empty where the system decides."""
    theme = preferences_of(user).theme
    return theme if theme in ("light", "dark") else ""


def unread_badge(user: "User") -> str:
    """How many notifications are new, for the bell; empty without any. Costs no query."""
    count = user.unread_count
    if not count:
        return ""
    shown = str(count) if count < 100 else "99+"
    return format_html('<span class="unread-badge">{}</span>', shown)


def account_links(user: "User") -> tuple[Link, ...]:
    """The account menu. Grants answer, so that a kept page costs no query for it."""
    links = [Link(_("My buildings"), reverse("my"), "building-2")]
    roles = {grant.role for grant in tenancy.grants_of(user)}
    if roles & tenancy.STAFF_ROLES:
        links.append(Link(_("Desk"), reverse("desk"), "layout-dashboard"))
    if tenancy.is_platform_staff(user) or roles & tenancy.EDITOR_ROLES:
        links.append(Link(_("Edit pages"), reverse("wagtailadmin_home"), "pencil"))
    if tenancy.is_platform_staff(user):
        links.append(Link(_("Companies"), reverse("support"), "life-buoy"))
    links.append(Link(_("Profile"), reverse("my-profile"), "user"))
    links.append(Link(_("Preferences"), reverse("my-preferences"), "sliders-horizontal"))
    links.append(Link(_("Sign-in and security"), reverse("my-security"), "lock"))
    links.append(Link(_("My data"), reverse("my-data"), "shield-check"))
    return tuple(links)
