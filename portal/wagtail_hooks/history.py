"""Earlier versions and the archive: their addresses, and where they are offered."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.operations.history import may_archive
from portal.queries.archive import archived_ids
from portal.views import cms


@hooks.register("register_admin_urls")
def our_addresses() -> list[Any]:
    return [
        path("archive/", cms.archive, name="portal_archive"),
        path("pages/<int:page_id>/put-away/", cms.put_away, name="portal_put_away"),
        path("pages/<int:page_id>/take-out/", cms.take_out, name="portal_take_out"),
        path(
            "pages/<int:page_id>/bring-back/<int:revision_id>/",
            cms.bring_back,
            name="portal_bring_back",
        ),
    ]


@hooks.register("register_page_header_buttons")
def offer_archive(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.depth > 1 and may_archive(user, page.specific_deferred):
        yield Button(
            _("Put away"),
            reverse("portal_put_away", args=[page.pk]),
            icon_name="history",
            priority=55,
        )


@hooks.register("construct_explorer_page_queryset")
def without_archived(parent: Page, pages: Any, request: HttpRequest) -> Any:
    """What was put away is in the archive, not among the pages."""
    return pages.exclude(pk__in=archived_ids())
