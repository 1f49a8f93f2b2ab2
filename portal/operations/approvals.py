"""Around Wagtail's workflow: messages, and telling people. Wagtail writes its own log of each step,
so nothing is written to the audit log twice.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, TaskState, WorkflowState

from foundation import events, queue
from foundation.actors import Actor
from foundation.errors import Conflict, NotAllowed
from portal.events import PageReviewed, PageSubmitted
from portal.queries.access import company_page_of
from portal.queries.approvals import (
    approvers_of,
    hearers_of_comments,
    page_under_review,
    task_state_by_id,
)

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def submit_page(*, actor: "User", page: Page, message: str = "") -> TaskState:
    """Ask the managers to publish the newest draft; the CMS does the same by its own button.

    Raises:
        NotAllowed: the actor may not write the page.
        Conflict: the page is waiting already.
    """
    permissions = page.permissions_for_user(actor)
    if not permissions.can_edit():
        raise NotAllowed(_("Writing here is for the building's staff."))
    if not permissions.can_submit_for_moderation():
        raise Conflict(_("The page waits for approval already."))
    state = page.get_workflow().start(page, actor)
    if message:
        add_message(actor=actor, page=page, message=message)
    task_state: TaskState = state.current_task_state
    return task_state


@transaction.atomic
def announce_submission(*, actor: Actor, task_state: TaskState) -> None:
    """Tell the approvers, by mail from the worker. Part of Wagtail's submission, which has asked
    for permission."""
    page = page_under_review(task_state)
    if page is None:
        return
    events.publish(
        PageSubmitted(company_id=_company_id(page), page_id=page.pk, task_state_id=task_state.pk),
        actor=actor,
    )


@transaction.atomic
def ask_approvers(*, actor: Actor, task_state_id: int) -> None:
    """The worker's part of a submission: one mail, so one task, per approver. A failing mail is
    tried again alone."""
    task_state = task_state_by_id(task_state_id)
    page = page_under_review(task_state) if task_state is not None else None
    if task_state is None or page is None:
        return
    for person in approvers_of(page):
        if person.pk != task_state.workflow_state.requested_by_id:
            queue.enqueue("portal.tasks.approvals.send_review_wanted", task_state.pk, person.pk)


@transaction.atomic
def announce_review(*, actor: Actor, workflow_state: WorkflowState, is_approved: bool) -> None:
    """Tell whoever submitted the page what became of it. Part of Wagtail's review, which has asked
    for permission."""
    task_state = workflow_state.current_task_state
    page = workflow_state.content_object
    if task_state is None or page is None:
        return
    events.publish(
        PageReviewed(
            company_id=_company_id(page),
            page_id=page.pk,
            task_state_id=task_state.pk,
            is_approved=is_approved,
        ),
        actor=actor,
    )


@transaction.atomic
def tell_submitter(*, actor: Actor, task_state_id: int, is_approved: bool) -> None:
    """The worker's part of a review."""
    queue.enqueue("portal.tasks.approvals.send_reviewed", task_state_id, is_approved)


@transaction.atomic
def add_message(*, actor: "User", page: Page, message: str) -> None:
    """Keep what the submitter says to the approvers: on the task while it waits, where the
    approver's own comment replaces it, and for good in the page's log. Part of the submission.
    """
    # Asked anew: the editor has read the page's states before it was submitted.
    state = WorkflowState.objects.for_instance(page).active().first()
    task_state = state.current_task_state if state is not None else None
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        return
    task_state.comment = message
    task_state.save(update_fields=["comment"])
    log(
        instance=page,
        action="portal.message",
        user=actor,
        revision=task_state.revision,
        data={"message": message},
    )


@transaction.atomic
def tell_about_comments(
    *,
    actor: "User",
    page: Page,
    comments: Collection[Comment],
    replies: Collection[CommentReply],
) -> None:
    """Mail new and resolved comments and new replies to the people concerned, except the actor.
    Part of saving the page, which has asked for permission."""
    threads = [*comments, *(reply.comment for reply in replies)]
    if not threads:
        return
    for person in hearers_of_comments(page, threads):
        if person.pk != actor.pk:
            queue.enqueue(
                "portal.tasks.approvals.send_comments",
                page.pk,
                person.pk,
                actor.pk,
                [comment.pk for comment in comments],
                [reply.pk for reply in replies],
            )


def _company_id(page: Page) -> int | None:
    company_page = company_page_of(page)
    return company_page.company_id if company_page is not None else None
