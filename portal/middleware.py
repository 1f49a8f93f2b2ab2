"""The guard of /cms/: deny by default, and every page id in an address must be one's own.

Wagtail protects writes but shows titles of foreign pages in choosers, confirmations, bulk actions
and reports. Staff therefore reach only the admin views named here; a view that a new Wagtail adds
stays closed until somebody reviews it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from portal.queries import may_edit_pages

PREFIX = "/cms/"

#: The admin views that staff need for writing pages. Left out on purpose, because they show or
#: change what belongs to everybody: bulk actions, privacy, reports, users, groups, sites,
#: collections, workflows, snippets, tag suggestions, page type listings and the API's actions.
ALLOWED: frozenset[str] = frozenset(
    [
        "wagtailadmin_home",
        "wagtailadmin_logout",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
        "wagtailadmin_block_preview",
        "wagtailadmin_explore_root",
        "wagtailadmin_explore",
        "wagtailadmin_explore_results",
        "wagtailadmin_pages:search",
        "wagtailadmin_pages:search_results",
        "wagtailadmin_pages:add_subpage",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:delete",
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:move",
        "wagtailadmin_pages:move_confirm",
        "wagtailadmin_pages:copy",
        "wagtailadmin_pages:set_page_position",
        "wagtailadmin_pages:usage",
        "wagtailadmin_pages:lock",
        "wagtailadmin_pages:unlock",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:history_results",
        "wagtailadmin_pages:revisions_index",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:revisions_revert",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:revisions_unschedule",
        "wagtailadmin_choose_page",
        "wagtailadmin_choose_page_child",
        "wagtailadmin_choose_page_search",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailadmin_api:pages:listing",
        "wagtailadmin_api:pages:detail",
        "wagtailadmin_editing_sessions:ping",
        "wagtailadmin_editing_sessions:release",
        "wagtailimages:index",
        "wagtailimages:index_results",
        "wagtailimages:add",
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:image_usage",
        "wagtailimages:add_multiple",
        "wagtailimages:edit_multiple",
        "wagtailimages:delete_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
        "wagtailimages_chooser:choose",
        "wagtailimages_chooser:choose_results",
        "wagtailimages_chooser:chosen",
        "wagtailimages_chooser:chosen_multiple",
        "wagtailimages_chooser:create",
        "wagtailimages_chooser:select_format",
        "wagtaildocs:index",
        "wagtaildocs:index_results",
        "wagtaildocs:add",
        "wagtaildocs:edit",
        "wagtaildocs:delete",
        "wagtaildocs:document_usage",
        "wagtaildocs:add_multiple",
        "wagtaildocs:edit_multiple",
        "wagtaildocs:delete_multiple",
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:chosen",
        "wagtaildocs_chooser:chosen_multiple",
        "wagtaildocs_chooser:create",
    ]
)

#: Wagtail's own password forms: doors beside ours, without its limits and second factor.
CLOSED_DOORS = frozenset(
    [
        "wagtailadmin_login",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailcore_login",
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
    ]
)

#: Address parts that carry page ids; a few views also name a page `pk` or `object_id`.
PAGE_KWARGS = (
    "page_id", "parent_page_id", "page_to_move_id", "destination_id",
)  # fmt: skip
VIEWS_WITH_PAGE_PK = frozenset(
    {"wagtailadmin_api:pages:detail", "wagtailadmin_pages:revisions_compare"}
)
#: Parameters that carry page ids wherever they appear, in the address or in a form.
PAGE_PARAMETERS = (
    "child_of", "childOf", "descendant_of", "ancestor_of", "translation_of",
    "target_pages[]", "new_parent_page", "parent_page",
)  # fmt: skip
VIEWS_WITH_PAGE_LIST = ("wagtailadmin_choose_page", "wagtailadmin_api:pages")

PRIVATE_ANSWERS = frozenset({"wagtail_serve", "wagtaildocs_serve"})

GetResponse = Callable[[HttpRequest], HttpResponse]


class CmsGuardMiddleware:
    """Guards /cms/ and gives it the relaxed content policy that Wagtail's editor needs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(PREFIX):
            relax_content_policy(response)
            response["Cache-Control"] = "private, no-store"
        elif _view_name(request) in PRIVATE_ANSWERS:
            # Wagtail sets nothing here, and a shared cache would keep the page for the neighbours.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = _view_name(request)
        if name in CLOSED_DOORS or request.path == PREFIX + "login/":
            return self.closed_door(request)
        if not request.user.is_authenticated and is_private(name, request):
            return redirect_to_login(request.get_full_path())
        if request.path.startswith(PREFIX) and not request.user.is_superuser:
            return self.check(request, name, kwargs)
        return None

    def closed_door(self, request: HttpRequest) -> HttpResponse:
        """Send people who are on their way into the CMS to the one sign-in page."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(reverse("wagtailadmin_home"))

    def check(self, request: HttpRequest, name: str, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Let staff through to a listed view whose address and form name only their own pages.

        Raises:
            Http404: anything else, so that nothing can be learnt from the difference.
        """
        user = request.user
        if name not in ALLOWED or not may_edit_pages(user):
            raise Http404
        policy = policy_registry.get_by_type(Page)
        ids = set(page_ids(name, kwargs, request))
        if ids and policy.explorable_instances(user).filter(pk__in=ids).count() != len(ids):
            raise Http404
        if "revision_id" in kwargs and not has_revision(kwargs):
            raise Http404
        if name == "wagtailadmin_choose_page":
            # The stock chooser opens at the root of the platform, where staff see nothing.
            start = reverse(
                "wagtailadmin_choose_page_child", args=[policy.explorable_root_instance(user).pk]
            )
            return redirect(f"{start}?{request.GET.urlencode()}")
        return None


def _view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""


def relax_content_policy(response: Any) -> None:
    """Let the editor run inside /cms/, and show a preview of a page in its own frame."""
    policy = response.headers.get("Content-Security-Policy")
    if policy is not None:
        # A preview has been through the middleware already, as the strict page that it shows.
        response.headers["Content-Security-Policy"] = policy.replace(
            "frame-ancestors 'none'", "frame-ancestors 'self'"
        )
        return
    # Wagtail's date choosers call inline scripts; nothing outside /cms/ may.
    response._csp_update = {
        "script-src": ["'unsafe-inline'"],
        "style-src": ["'unsafe-inline'"],
        "frame-src": ["'self'"],
        "img-src": ["blob:"],
    }
    response._csp_replace = {"frame-ancestors": ["'self'"]}


def has_revision(kwargs: dict[str, Any]) -> bool:
    """Whether the revision is one of the page's; Wagtail fails on an unknown one."""
    revisions = Revision.page_revisions.filter(object_id=str(kwargs["page_id"]))
    return bool(revisions.filter(pk=kwargs["revision_id"]).exists())


def is_private(name: str, request: HttpRequest) -> bool:
    """Whether anonymous people are asked to sign in, before anything is looked up.

    Answering 404 for what is missing and a redirect for what exists would tell them apart. Below
    a company's own page every address of the page tree is private.
    """
    if request.path.startswith(PREFIX) or name == "wagtaildocs_serve":
        return True
    return name == "wagtail_serve" and request.path.strip("/").count("/") >= 1


def page_ids(name: str, kwargs: dict[str, Any], request: HttpRequest) -> Iterable[int]:
    """Every page id that an admin request mentions. What is no number is refused.

    Raises:
        Http404: an id is not a number.
    """
    raw: list[Any] = [kwargs[key] for key in PAGE_KWARGS if kwargs.get(key) is not None]
    if name in VIEWS_WITH_PAGE_PK:
        raw.append(kwargs["pk"])
    if name == "wagtailadmin_editing_sessions:ping":
        raw.append(kwargs["object_id"])
    if name.startswith(VIEWS_WITH_PAGE_LIST):
        raw += request.GET.getlist("id")
    for key in PAGE_PARAMETERS:
        raw += request.GET.getlist(key)
        if request.method == "POST":
            raw += request.POST.getlist(key)
    try:
        return [int(value) for value in raw if value not in ("", "root")]
    except (TypeError, ValueError):
        raise Http404 from None
