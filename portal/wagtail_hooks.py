"""Thin hooks: who reads pages and documents, and what staff see of the CMS."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.admin_viewsets import PlainPageViewSet
from portal.components import OwnLockedPagesPanel, OwnRecentEditsPanel
from portal.queries import (
    COMPANY_DEPTH,
    building_home_of,
    can_view_building,
    can_view_collection,
    can_view_page,
    landing_url,
    page_with_id,
    strangers_in,
)

STAFF_MENU = frozenset({"explorer", "images", "documents"})


@hooks.register("before_serve_page", order=-10)
def only_residents_read(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Anonymous people sign in first; strangers learn nothing, not even that the page exists."""
    if page.depth < COMPANY_DEPTH:
        # The front page is for visitors; everybody else is taken where they belong.
        target = landing_url(request.user)
        return redirect(target) if target is not None else None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    home = building_home_of(page)
    if home is None:
        if not can_view_page(request.user, page):
            raise Http404
        return None
    if not can_view_building(request.user, home.company_id, home.building_id):
        raise Http404
    # For the frame around the page: name, colour, menu.
    request.building = home.building  # type: ignore[attr-defined]
    request.building_home = home  # type: ignore[attr-defined]
    request.building_root = f"/{home.building.company.slug}/{home.building.slug}/"  # type: ignore[attr-defined]
    return None


@hooks.register("before_serve_document", order=-10)
def only_residents_read_documents(document: Any, request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_view_collection(request.user, document.collection):
        raise Http404
    return None


@hooks.register("register_admin_viewset")
def explore_without_people() -> PlainPageViewSet:
    return PlainPageViewSet()


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: Any, request: HttpRequest) -> Any:
    """The stock chooser searches the pages of all tenants."""
    if request.user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=own.order_by().values_list("pk", flat=True))


@hooks.register("before_move_page")
def move_without_strangers(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    return _refuse_strangers(request, page, destination)


@hooks.register("before_copy_page")
def copy_without_strangers(request: HttpRequest, page: Page) -> HttpResponse | None:
    if request.method != "POST":
        return None
    destination = page_with_id(request.POST.get("new_parent_page", ""))
    if destination is None:
        return None
    return _refuse_strangers(request, page, destination)


def _refuse_strangers(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Somebody who manages two buildings may carry a page over, but not what it points to.

    The new readers could not open the pictures and documents of the old building.
    """
    if not policy_registry.get_by_type(Page).user_has_any_permission_for_instance(
        request.user, {"add"}, destination
    ):
        return None  # Wagtail refuses this itself, without naming anything.
    tree = page.get_descendants(inclusive=True).specific()
    strangers = [found for item in tree for found in strangers_in(item, destination)]
    if not strangers:
        return None
    messages.error(
        request,
        "This page uses content of another building, which its new readers could not open: "
        f"{', '.join(sorted(set(strangers)))}. Remove it from the page first.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_main_menu", order=1000)
def short_menu(request: HttpRequest, items: list[Any]) -> None:
    """Staff see what they work with: pages, images, documents."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in STAFF_MENU]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_platform_counts(request: HttpRequest, items: list[Any]) -> None:
    """The stock figures count every tenant's pages."""
    if not request.user.is_superuser:
        items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def only_own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """The stock panels go through everybody's tasks, and name pages one has lost since."""
    if request.user.is_superuser:
        return
    own = {RecentEditsPanel: OwnRecentEditsPanel, LockedPagesPanel: OwnLockedPagesPanel}
    panels[:] = [own[type(panel)]() for panel in panels if type(panel) in own]
