"""Choosing, moving and copying pages: only one's own, and nothing that leaves the building."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.admin_viewsets import PlainPageViewSet
from portal.queries.archive import archived_ids
from portal.queries.places import page_with_id
from portal.queries.references import strangers_in


@hooks.register("register_admin_viewset")
def explore_without_people() -> PlainPageViewSet:
    return PlainPageViewSet()


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: Any, request: HttpRequest) -> Any:
    """The stock chooser searches the pages of all tenants, and what was put away."""
    pages = pages.exclude(pk__in=archived_ids())
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
        _(
            "This page uses content of another building, which its new readers could not open: "
            "%(titles)s. Remove it from the page first."
        )
        % {"titles": ", ".join(sorted(set(strangers)))},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
