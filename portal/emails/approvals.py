"""The messages about pages. Each is skipped when it has become pointless since it was queued."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from wagtail.models import Page, TaskState

from foundation import clock, mail
from foundation.languages import language_for
from portal.queries.access import building_home_of
from portal.queries.approvals import comments_with_ids, may_edit, page_under_review
from portal.queries.roles import may_publish

if TYPE_CHECKING:
    from accounts.models import User
    from portal.models import ExpiryNotice


def send_review_wanted_mail(task_state: TaskState, recipient: "User") -> None:
    """Ask an approver to look, unless the page was reviewed or withdrawn already."""
    page = page_under_review(task_state)
    if (
        page is None
        or task_state.status != TaskState.STATUS_IN_PROGRESS
        or not recipient.is_active
        or not may_publish(recipient, page)
    ):
        return
    requester = task_state.workflow_state.requested_by
    _send(
        recipient,
        page,
        "portal/review_wanted",
        {
            "who": requester.display_name if requester else "",
            "message": task_state.comment,
        },
    )


def send_reviewed_mail(task_state: TaskState, *, is_approved: bool) -> None:
    """Tell whoever submitted the page; nobody who reviewed their own, or has left since."""
    page = page_under_review(task_state)
    requester = task_state.workflow_state.requested_by
    if page is None or requester is None or requester == task_state.finished_by:
        return
    if not requester.is_active or not may_edit(requester, page):
        return
    scheduled = page.scheduled_revision
    _send(
        requester,
        page,
        "portal/reviewed",
        {
            "who": task_state.finished_by.display_name if task_state.finished_by else "",
            "message": task_state.comment,
            "is_approved": is_approved,
            "goes_live_at": _local(page, scheduled.approved_go_live_at) if scheduled else None,
        },
    )


def send_comments_mail(
    page: Page, recipient: "User", author: "User", comment_ids: list[int], reply_ids: list[int]
) -> None:
    """Pass on comments to somebody who still works on the page."""
    comments = comments_with_ids(comment_ids, reply_ids)
    if not comments or not recipient.is_active or not may_edit(recipient, page):
        return
    _send(
        recipient,
        page,
        "portal/comments",
        {"who": author.display_name, "comments": comments},
    )


def send_expiry_reminder_mail(notice: "ExpiryNotice") -> None:
    """Tell a manager that a document expires soon."""
    today = clock.today(notice.building.time_zone)
    _send(
        notice.user,
        notice.page,
        "portal/document_expires",
        {"valid_until": notice.valid_until, "days": (notice.valid_until - today).days},
    )


def _send(recipient: "User", page: Page, message: str, context: dict[str, Any]) -> None:
    home = building_home_of(page)
    place = home.building.name if home is not None else page.get_parent().title
    mail.send(
        to=recipient.email,
        message=message,
        context={
            "name": recipient.get_short_name() or recipient.display_name,
            "title": page.draft_title,
            "place": place,
            "path": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            **context,
        },
        language=language_for(recipient, home.building if home is not None else None),
    )


def _local(page: Page, moment: Any) -> Any:
    home = building_home_of(page)
    return moment.astimezone(ZoneInfo(home.building.time_zone)) if home is not None else moment
