"""What the first page of the CMS tells somebody: what waits for them, and what is theirs."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page, Revision, TaskState, WorkflowState

from foundation import clock, tenancy
from portal.queries.archive import archived_ids
from portal.queries.places import site_url
from portal.queries.roles import pages_run_by

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building

SOON = dt.timedelta(days=14)
STALE = dt.timedelta(days=365)
EXPIRING = dt.timedelta(days=30)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that waits for the viewer's approval."""

    page: Page
    task_state: TaskState
    who: str
    message: str
    previous_id: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A page whose latest words are the viewer's and not on the site."""

    page: Page
    saved_at: dt.datetime
    #: waiting, returned or empty
    state: str
    #: What the manager wrote when it came back.
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """A page that goes live, or leaves the site, within two weeks."""

    page: Page
    at: dt.datetime
    is_end: bool


@dataclass(frozen=True, slots=True)
class Start:
    """A kind of page that can be begun at once, such as an announcement."""

    label: str
    app_label: str
    model_name: str
    parent_id: int


@dataclass(frozen=True, slots=True)
class House:
    """One of the viewer's buildings with its doors."""

    building: "Building"
    url: str
    explorer_id: int
    starts: list[Start]


@dataclass(frozen=True, slots=True)
class Dashboard:
    waiting: list[Waiting]
    drafts: list[Draft]
    coming: list[Coming]
    stale: list[Page]
    stale_count: int
    expiring: list[Any]
    houses: list[House]
    more_houses: int


def dashboard_of(user: "User") -> Dashboard:
    """For one person, from the places where they write pages; the number of queries does not
    depend on how many pages there are."""
    now = clock.now()
    own: Any = pages_run_by(user).exclude(pk__in=archived_ids()).filter(depth__gt=2)
    is_old = Q(last_published_at__lt=now - STALE, latest_revision_created_at__lt=now - STALE)
    stale = own.live().filter(is_old | due_for_review())
    houses, more = _houses(user)
    return Dashboard(
        waiting=_waiting(user),
        drafts=_drafts(user, own),
        coming=_coming(own, now),
        stale=list(stale.order_by("last_published_at").specific(defer=True)[:SHOWN]),
        stale_count=stale.count(),
        expiring=_expiring(own),
        houses=houses,
        more_houses=more,
    )


def due_for_review() -> Q:
    """Pages whose editors wanted to look at them again by now."""
    from portal.models import StandingPage

    due = Q(pk__in=[])
    for model in apps.get_models():
        if issubclass(model, StandingPage):
            pages = model._default_manager.filter(review_by__lt=clock.today("UTC"))
            due |= Q(pk__in=pages.values("pk"))
    return due


def _waiting(user: "User") -> list[Waiting]:
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "workflow_state__requested_by")
        .annotate(previous_id=Revision.objects.previous_revision_id_subquery())
        .order_by("started_at")[:SHOWN]
    )
    pages = _pages_of([state.workflow_state for state in states])
    return [
        Waiting(
            page=pages[state.workflow_state.object_id],
            task_state=state,
            who=state.workflow_state.requested_by.display_name
            if state.workflow_state.requested_by
            else "",
            message=state.comment,
            previous_id=state.previous_id,
        )
        for state in states
        if state.workflow_state.object_id in pages
    ]


def _drafts(user: "User", own: Any) -> list[Draft]:
    pages = list(
        own.filter(has_unpublished_changes=True, latest_revision__user=user)
        .order_by("-latest_revision_created_at")
        .specific(defer=True)[:SHOWN]
    )
    states = {
        state.object_id: state
        for state in WorkflowState.objects.active()
        .filter(object_id__in=[str(page.pk) for page in pages])
        .select_related("current_task_state")
    }
    found = []
    for page in pages:
        state = states.get(str(page.pk))
        kind, comment = "", ""
        if state is not None:
            is_back = state.status == WorkflowState.STATUS_NEEDS_CHANGES
            kind = "returned" if is_back else "waiting"
            comment = state.current_task_state.comment if is_back else ""
        found.append(Draft(page, page.latest_revision_created_at, kind, comment))
    return found


def _coming(own: Any, now: dt.datetime) -> list[Coming]:
    scheduled = Revision.page_revisions.filter(
        approved_go_live_at__isnull=False, approved_go_live_at__lt=now + SOON
    )
    starts = dict(scheduled.values_list("object_id", "approved_go_live_at"))
    beginning = own.filter(pk__in=[int(pk) for pk in starts]) if starts else []
    found = [Coming(page, starts[str(page.pk)], is_end=False) for page in beginning]
    ending = own.live().filter(expire_at__gte=now, expire_at__lt=now + SOON)
    found += [Coming(page, page.expire_at, is_end=True) for page in ending]
    return sorted(found, key=lambda coming: coming.at)[:SHOWN]


def _expiring(own: Any) -> list[Any]:
    """Documents of the library valid for less than a month, or no longer, soonest first."""
    from portal.models import DocumentPage

    last_day = clock.today("UTC") + EXPIRING
    return list(
        DocumentPage.objects.live()
        .filter(pk__in=own.values("pk"), valid_until__lt=last_day)
        .order_by("valid_until")[:SHOWN]
    )


def _pages_of(states: list[WorkflowState]) -> dict[str, Page]:
    pages = Page.objects.filter(pk__in=[int(state.object_id) for state in states])
    return {str(page.pk): page for page in pages.specific(defer=True)}


def _houses(user: "User") -> tuple[list[House], int]:
    from portal.models import BuildingHomePage

    homes = BuildingHomePage.objects.filter(is_translation=False).select_related(
        "building__company"
    )
    companies, buildings = tenancy.places(user, tenancy.EDITOR_ROLES)
    homes = homes.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))
    shown = list(homes.order_by("title")[: SHOWN + 1])
    more = homes.count() - SHOWN if len(shown) > SHOWN else 0
    return [_house(home) for home in shown[:SHOWN]], more


def _house(home: Any) -> House:
    starts = []
    for index in home.get_children().order_by("path").specific(defer=True)[:12]:
        kinds = type(index).creatable_subpage_models() if index.subpage_types else []
        # An index of one kind of page is where such a page is begun.
        if len(kinds) == 1 and kinds[0] is not type(index):
            meta = kinds[0]._meta
            starts.append(Start(str(meta.verbose_name), meta.app_label, meta.model_name, index.pk))
    return House(home.building, site_url(home.building), home.pk, starts)
