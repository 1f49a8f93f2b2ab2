"""The guard of /cms/: deny by default, and every page id in an address must be one's own.

Wagtail protects writes but shows titles of foreign pages in choosers, confirmations, bulk actions
and reports. Staff therefore reach only the admin views named here; a view that a new Wagtail adds
stays closed until somebody reviews it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.permissions import policy_registry

PREFIX = "/cms/"

#: Names of admin views for staff, by prefix up to the last part; `*` allows the whole namespace.
ALLOWED: frozenset[str] = frozenset(
    """
    wagtailadmin_home wagtailadmin_logout wagtailadmin_login wagtailadmin_javascript_catalog
    wagtailadmin_sprite wagtailadmin_account wagtailadmin_dismissibles
    wagtailadmin_explore wagtailadmin_explore_root wagtailadmin_explore_results
    wagtailadmin_explore_root_results
    wagtailadmin_pages:add wagtailadmin_pages:add_subpage wagtailadmin_pages:edit
    wagtailadmin_pages:view_draft wagtailadmin_pages:preview_on_add
    wagtailadmin_pages:preview_on_edit wagtailadmin_pages:delete wagtailadmin_pages:unpublish
    wagtailadmin_pages:move wagtailadmin_pages:move_confirm wagtailadmin_pages:copy
    wagtailadmin_pages:set_page_position wagtailadmin_pages:history
    wagtailadmin_pages:history_results wagtailadmin_pages:revisions_view
    wagtailadmin_pages:revisions_revert wagtailadmin_pages:revisions_compare
    wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:usage
    wagtailadmin_pages:lock wagtailadmin_pages:unlock wagtailadmin_pages:search
    wagtailadmin_pages:search_results wagtailadmin_pages:convert_alias
    wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
    wagtailadmin_choose_page_chosen wagtailadmin_choose_page_chosen_multiple
    wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
    wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
    wagtailadmin_api:pages:listing wagtailadmin_api:pages:detail
    wagtailadmin_editing_sessions:ping wagtailadmin_editing_sessions:release
    wagtailadmin_block_preview
    wagtailimages:index wagtailimages:index_results wagtailimages:add wagtailimages:add_multiple
    wagtailimages:edit_multiple wagtailimages:delete_multiple wagtailimages:edit
    wagtailimages:delete wagtailimages:delete_upload_multiple
    wagtailimages:create_multiple_from_uploaded_image wagtailimages:image_usage
    wagtailimages:chooser_choose wagtailimages:chooser_choose_results
    wagtailimages:chooser_chosen wagtailimages:chooser_chosen_multiple
    wagtailimages:chooser_create wagtailimages:chooser_select_format
    wagtailimages_chooser:choose wagtailimages_chooser:choose_results
    wagtailimages_chooser:chosen wagtailimages_chooser:chosen_multiple
    wagtailimages_chooser:create wagtailimages_chooser:select_format
    wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:add_multiple
    wagtaildocs:edit_multiple wagtaildocs:delete_multiple wagtaildocs:edit wagtaildocs:delete
    wagtaildocs:delete_upload_multiple wagtaildocs:create_multiple_from_uploaded_document
    wagtaildocs:document_usage
    wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results wagtaildocs_chooser:chosen
    wagtaildocs_chooser:chosen_multiple wagtaildocs_chooser:create
    """.split()
)

#: Address parts and parameters that carry page ids.
PAGE_KWARGS = (
    "page_id", "parent_page_id", "parent_id", "page_to_move_id", "page_to_copy_id",
    "destination_id", "root_page_id",
)  # fmt: skip
PAGE_PARAMETERS = ("child_of", "childOf", "descendant_of", "translation_of", "root_page")

GetResponse = Callable[[HttpRequest], HttpResponse]


class CmsGuardMiddleware:
    """Guards /cms/ and gives it the relaxed content policy that Wagtail's editor needs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(PREFIX):
            # Wagtail's date choosers call inline scripts; nothing outside /cms/ may.
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": ["'unsafe-inline'"],
                "style-src": ["'unsafe-inline'"],
                "frame-src": ["'self'"],
                "frame-ancestors": ["'self'"],
                "img-src": ["blob:"],
            }
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(PREFIX):
            return None
        user = request.user
        if not user.is_authenticated or user.is_superuser:
            return None
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        if name not in ALLOWED:
            raise Http404
        ids = set(page_ids(name, kwargs, request))
        if ids:
            own = policy_registry.get_by_type(Page).explorable_instances(user)
            if own.filter(pk__in=ids).count() != len(ids):
                raise Http404
        return None


def page_ids(name: str, kwargs: dict[str, Any], request: HttpRequest) -> Iterable[int]:
    """Every page id an admin address mentions. What is no number is refused.

    Raises:
        Http404: an id is not a number.
    """
    raw: list[Any] = [kwargs[key] for key in PAGE_KWARGS if kwargs.get(key) is not None]
    if name.startswith("wagtailadmin_api:pages") and "pk" in kwargs:
        raw.append(kwargs["pk"])
    if "pages" in name or "page" in name:
        raw += request.GET.getlist("id")
    for key in PAGE_PARAMETERS:
        raw += [value for value in request.GET.getlist(key) if value != "root"]
    try:
        return [int(value) for value in raw]
    except (TypeError, ValueError):
        raise Http404 from None
