"""Thin hooks: who reads pages and documents, and what staff see of the CMS."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.queries import (
    COMPANY_DEPTH,
    building_home_of,
    can_view_building,
    can_view_collection,
    can_view_page,
)

STAFF_MENU = frozenset({"explorer", "images", "documents"})


@hooks.register("before_serve_page", order=-10)
def only_residents_read(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Anonymous people sign in first; strangers learn nothing, not even that the page exists."""
    if page.depth < COMPANY_DEPTH:
        return None
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


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: Any, request: HttpRequest) -> Any:
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages & own.specific() if request.user.is_superuser is False else pages


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
def no_foreign_workflows(request: HttpRequest, panels: list[Any]) -> None:
    """Panels about workflow tasks loop over all tasks of the platform."""
    if not request.user.is_superuser:
        panels[:] = [panel for panel in panels if panel.name in {"site_summary", "locked_pages", "recent_edits"}]
