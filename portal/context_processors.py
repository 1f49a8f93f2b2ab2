"""What every page's frame needs: menus, names and the brand hue."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries.support import current_visits_of
from foundation import navigation, tenancy
from portal.queries.frame import account_links, initials_of, theme_of, unread_badge
from portal.queries.menus import menu_of
from portal.queries.outages import banners_for
from portal.queries.places import site_url
from portal.queries.readers import reader_in

if TYPE_CHECKING:
    from django.utils.functional import Promise

DEFAULT_HUE = 200
#: On the tab bar of a phone, "More" included.
MOST_TABS = 5


def shell(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """The frame around a page. A page of a building brings its own name, colour and menu."""
    slots = getattr(request, "slots", None)
    if slots is not None:
        return {"shell": _frame_for_many(request, slots)}
    user = getattr(request, "user", None)
    if user is None:
        return {
            "shell": {
                "area": "public",
                "title": "New Concierge",
                "brand_hue": DEFAULT_HUE,
                "languages": settings.LANGUAGES,
            }
        }
    area = {"desk": "desk", "my": "my", "console": "console"}.get(
        request.path.split("/")[1], "public"
    )
    frame: dict[str, Any] = {
        "area": area,
        "title": "New Concierge",
        "brand_hue": DEFAULT_HUE,
        "home_url": "/",
        "is_signed_in": user.is_authenticated,
        "user_name": "",
        "user_initials": "",
        "search_url": reverse("search:results") if user.is_authenticated else "",
        "suggest_url": reverse("api:suggest-search"),
        "nav": [],
        "tabs": [],
        "more": [],
        "account_items": [],
        "languages": settings.LANGUAGES,
    }
    if not user.is_authenticated:
        return {"shell": frame}
    frame["user_name"] = user.display_name
    frame["user_initials"] = initials_of(user)
    frame["inbox_url"] = reverse("notifications:inbox")
    frame["unread"] = unread_badge(user)
    frame["theme"] = theme_of(user)
    if getattr(request, "building", None) is not None:
        frame |= _building_frame(request)
    elif area in ("desk", "my", "console"):
        entries = list(navigation.entries(area, user))
        frame["nav"] = [_entry(request, entry) for entry in entries]
        frame["tabs"] = [_entry(request, entry) for entry in entries if entry.in_tab_bar]
    frame["account_items"] = account_links(user)
    if tenancy.is_platform_staff(user):
        frame["visits"] = current_visits_of(user)
    return {"shell": frame}


def _frame_for_many(request: HttpRequest, slots: Any) -> dict[str, Any]:
    """The frame of a page made for several readers: marks stand where each finds their own."""
    return {
        "is_signed_in": True,
        "user_name": slots.mark("user_name"),
        "user_initials": slots.mark("user_initials"),
        "account_slot": slots.mark("account_links"),
        "inbox_url": reverse("notifications:inbox"),
        "unread": slots.mark("unread"),
        "theme": slots.mark("theme"),
        "search_url": reverse("search:results"),
        "suggest_url": reverse("api:suggest-search"),
        "languages": settings.LANGUAGES,
    } | _building_frame(request)


def _building_frame(request: Any) -> dict[str, Any]:
    """Name, colour and menu of the building whose page is shown."""
    building = request.building
    reader = getattr(request, "reader", None) or reader_in(request.user, building)
    # Most days there is none, and then nothing is asked.
    may_have_outages = getattr(request.building_home, "has_outages", True)
    items = [_item(request, _("Home"), site_url(building), "house")]
    if not reader.is_staff:
        items.append(_item(request, _("My apartment"), reverse("my-apartment"), "key-round"))
    items += [
        _item(request, card.title, card.url, card.icon) | {"language": card.foreign_language}
        for card in menu_of(reader, request.building_home)
    ]
    # Five fit on a phone; of more, the rest goes behind "More".
    shown = len(items) if len(items) <= MOST_TABS else MOST_TABS - 1
    return {
        "area": "site",
        "title": building.name,
        "brand_hue": building.brand_hue,
        "logo_url": building.logo.url if building.logo else "",
        "home_url": site_url(building),
        "outages": banners_for(reader, building) if may_have_outages else [],
        "nav": items[:shown],
        "tabs": items[:shown],
        "more": items[shown:],
    }


def _entry(request: HttpRequest, entry: navigation.Entry) -> dict[str, Any]:
    item = _item(request, entry.label, entry.url, entry.icon)
    match = request.resolver_match
    item["is_current"] |= match is not None and match.namespace in entry.namespaces
    return item


def _item(request: HttpRequest, label: "str | Promise", url: str, icon: str) -> dict[str, Any]:
    is_root = url.count("/") <= 2 or url == getattr(request, "building_root", None)
    is_current = request.path == url if is_root else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "is_current": is_current}
