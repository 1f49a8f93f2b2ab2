"""The guard of /cms/: deny by default, and every page id in an address must be one's own.

Wagtail protects writes but shows titles of foreign pages in choosers, confirmations, bulk actions
and reports. Staff therefore reach only the admin views named here; a view that a new Wagtail adds
stays closed until somebody reviews it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from foundation.tenancy import is_platform_staff
from portal.queries.access import building_home_of, may_edit_pages
from portal.queries.languages import pages_of_translation, pages_of_translation_source
from portal.queries.places import page_with_id

PREFIX = "/cms/"

#: The admin views that staff need for writing pages. Left out on purpose, because they show or
#: change what belongs to everybody: privacy, reports, users, groups, sites,
#: collections, the workflows themselves, snippets, tag suggestions, page type listings and the
#: API's actions.
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
        # Each names its page; the guard also asks whether the task state is the page's.
        "wagtailadmin_pages:workflow_action",
        "wagtailadmin_pages:collect_workflow_action_data",
        "wagtailadmin_pages:confirm_workflow_cancellation",
        "wagtailadmin_pages:workflow_preview",
        "wagtailadmin_pages:workflow_history",
        "wagtailadmin_pages:workflow_history_detail",
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
        "wagtaildocs_chooser:choose",
        "wagtaildocs_chooser:choose_results",
        "wagtaildocs_chooser:chosen",
        "wagtaildocs_chooser:chosen_multiple",
        "wagtaildocs_chooser:create",
        # Our own pages inside the CMS (portal.views.cms).
        "portal_archive",
        "portal_put_away",
        "portal_take_out",
        "portal_bring_back",
        # Of the bulk actions only those in OPEN_BULK_ACTIONS, on own pages.
        "wagtail_bulk_action",
        # Of the translations: words only. Overriding a picture or link by its id stays closed.
        "wagtail_localize:javascript_catalog",
        "wagtail_localize:submit_page_translation",
        "wagtail_localize:update_translations",
        "wagtail_localize:edit_string_translation",
        "wagtail_localize:download_pofile",
        "wagtail_localize:upload_pofile",
        "wagtail_localize:preview_translation",
        "wagtail_localize:stop_translation",
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

#: (app, model, action) that staff may carry out on several pages at once. Deleting and moving stay
#: single steps, which ask about what is below and what would leave the building.
OPEN_BULK_ACTIONS = frozenset(
    [("wagtailcore", "page", "publish"), ("wagtailcore", "page", "unpublish")]
)

#: What super users may do besides: take an account away. Editing one would go past the rules of
#: addresses and second factors.
FOR_THE_PLATFORM = frozenset(
    [
        "wagtailusers_users:index",
        "wagtailusers_users:index_results",
        "wagtailusers_users:delete",
    ]
)

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
        if is_private(name, request) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.path.startswith(PREFIX):
            keep_clock(request)
        if request.path.startswith(PREFIX):
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
        is_open = name in ALLOWED or (name in FOR_THE_PLATFORM and is_platform_staff(user))
        if not is_open or not may_edit_pages(user):
            raise Http404
        policy = policy_registry.get_by_type(Page)
        ids = set(page_ids(name, kwargs, request))
        if ids and policy.explorable_instances(user).filter(pk__in=ids).count() != len(ids):
            raise Http404
        if name == "wagtail_localize:submit_page_translation" and not in_a_building(ids):
            raise Http404
        if wants_to_publish(name, request) and not all(may_publish(user, pk) for pk in ids):
            messages.error(request, _("Publishing translations is for the building's managers."))
            return redirect(request.get_full_path())
        if "revision_id" in kwargs and not has_revision(kwargs):
            raise Http404
        if "task_state_id" in kwargs and not has_task_state(kwargs):
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


def keep_clock(request: HttpRequest) -> None:
    """Let the CMS go by the clock of the person's building, dates of publishing included.

    Wagtail goes by a profile of its own, which nobody fills in here; nothing is stored.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    profile.current_time_zone = timezone.get_current_timezone_name()
    user.wagtail_userprofile = profile


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


def wants_to_publish(name: str, request: HttpRequest) -> bool:
    """Whether an update of translations asks to publish them, which that view lets anybody do."""
    is_update = name == "wagtail_localize:update_translations"
    return is_update and "publish_translations" in request.POST


def in_a_building(ids: Iterable[int]) -> bool:
    """Whether the pages stand in buildings; what a company keeps for all is in one language."""
    pages = [page_with_id(str(pk)) for pk in ids]
    return all(page is not None and building_home_of(page) is not None for page in pages)


def may_publish(user: Any, page_id: int) -> bool:
    page = page_with_id(str(page_id))
    return page is not None and bool(page.permissions_for_user(user).can_publish())


def has_revision(kwargs: dict[str, Any]) -> bool:
    """Whether the revision is one of the page's; Wagtail fails on an unknown one."""
    revisions = Revision.page_revisions.filter(object_id=str(kwargs["page_id"]))
    return bool(revisions.filter(pk=kwargs["revision_id"]).exists())


def has_task_state(kwargs: dict[str, Any]) -> bool:
    """Whether the step of a review is one of the page's; Wagtail would act on any."""
    states = TaskState.objects.filter(workflow_state__object_id=str(kwargs["page_id"]))
    return bool(states.filter(pk=kwargs["task_state_id"]).exists())


def is_private(name: str, request: HttpRequest) -> bool:
    """Whether anonymous people are asked to sign in, before anything is looked up.

    Answering 404 for what is missing and a redirect for what exists would tell them apart. Below
    a company's own page every address of the page tree is private.
    """
    if request.path.startswith(PREFIX) or name == "wagtaildocs_serve":
        return True
    return name == "wagtail_serve" and request.path.strip("/").count("/") >= 1


def bulk_ids(kwargs: dict[str, Any], request: HttpRequest) -> list[str]:
    """What a bulk action names. "All" means the children of a parent, so it must name one.

    Raises:
        Http404: the action is not open, or says "all" of the whole platform.
    """
    if (kwargs["app_label"], kwargs["model_name"], kwargs["action"]) not in OPEN_BULK_ACTIONS:
        raise Http404
    wanted = request.GET.getlist("id")
    if not wanted or ("all" in wanted and not request.GET.get("childOf")):
        raise Http404
    return [pk for pk in wanted if pk != "all"]


def page_ids(name: str, kwargs: dict[str, Any], request: HttpRequest) -> Iterable[int]:
    """Every page id that an admin request mentions. What is no number is refused.

    Raises:
        Http404: an id is not a number.
    """
    raw: list[Any] = [kwargs[key] for key in PAGE_KWARGS if kwargs.get(key) is not None]
    if "translation_id" in kwargs:
        raw += pages_of_translation(kwargs["translation_id"]) or [None]
    if "translation_source_id" in kwargs:
        raw += pages_of_translation_source(kwargs["translation_source_id"]) or [None]
    if name in VIEWS_WITH_PAGE_PK:
        raw.append(kwargs["pk"])
    if name == "wagtailadmin_editing_sessions:ping":
        raw.append(kwargs["object_id"])
    if name.startswith(VIEWS_WITH_PAGE_LIST):
        raw += request.GET.getlist("id")
    if name == "wagtail_bulk_action":
        raw += bulk_ids(kwargs, request)
    for key in PAGE_PARAMETERS:
        raw += request.GET.getlist(key)
        if request.method == "POST":
            raw += request.POST.getlist(key)
    try:
        return [int(value) for value in raw if value not in ("", "root")]
    except (TypeError, ValueError):
        raise Http404 from None
