"""What every page's frame needs: menus, names and the brand hue."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation import navigation
from portal.queries import site_url

DEFAULT_HUE = 200


def shell(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """The frame around a page. A page of a building brings its own name, colour and menu."""
    user = getattr(request, "user", None)
    if user is None:
        return {"shell": {"area": "public", "title": "New Concierge", "brand_hue": DEFAULT_HUE}}
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
        "nav": [],
        "tabs": [],
        "account_items": [],
    }
    if not user.is_authenticated:
        return {"shell": frame}
    frame["user_name"] = user.display_name
    frame["user_initials"] = f"{user.first_name[:1]}{user.last_name[:1]}".upper()
    building = getattr(request, "building", None)
    if building is not None:
        home = request.building_home  # type: ignore[attr-defined]
        frame |= {
            "area": "site",
            "title": building.name,
            "brand_hue": building.brand_hue,
            "home_url": site_url(building),
        }
        frame["nav"] = [
            _item(request, "Home", site_url(building), "house"),
            *(
                _item(request, page.title, site_url(building) + page.slug + "/", _icon(page))
                for page in home.get_children().live().order_by("path")[:3]
            ),
        ]
        frame["tabs"] = frame["nav"][:5]
    elif area in ("desk", "my"):
        entries = list(navigation.entries(area, user))
        frame["nav"] = [_item(request, e.label, e.url, e.icon) for e in entries]
        frame["tabs"] = [_item(request, e.label, e.url, e.icon) for e in entries if e.in_tab_bar]
    frame["account_items"] = [
        _item(request, label, url, icon)
        for label, url, icon, permission in (
            ("Desk", reverse("desk"), "layout-dashboard", "properties.enter_desk"),
            ("Edit pages", reverse("wagtailadmin_home"), "pencil", "wagtailadmin.access_admin"),
        )
        if user.has_perm(permission)
    ]
    frame["account_items"].insert(0, _item(request, "My buildings", reverse("my"), "building-2"))
    return {"shell": frame}


def _item(request: HttpRequest, label: str, url: str, icon: str) -> dict[str, Any]:
    is_root = url.count("/") <= 2 or url == getattr(request, "building_root", None)
    is_current = request.path == url if is_root else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "is_current": is_current}


def _icon(page: Any) -> str:
    name = page.cached_content_type.model
    return {"announcementindexpage": "megaphone", "contactspage": "phone"}.get(name, "file-text")
