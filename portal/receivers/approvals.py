"""Signals of Wagtail's workflow, each translated into one operation.

Wagtail's own notifiers are disconnected: they mail inside the request, tell platform staff about
every submission of every company, and know approvers by group only.
"""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from foundation.actors import SystemActor
from portal.operations import approvals

#: (signal, sender, the name under which Wagtail connected its notifier)
STOCK = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def page_submitted(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    approvals.announce_submission(actor=user or SystemActor("workflow"), task_state=instance)


def page_approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    approvals.announce_review(
        actor=user or SystemActor("workflow"), workflow_state=instance, is_approved=True
    )


def page_returned(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    approvals.announce_review(
        actor=user or SystemActor("workflow"), workflow_state=instance, is_approved=False
    )


def connect() -> None:
    """Replace Wagtail's notifiers. Call from the `ready()` of the last installed app."""
    for signal, sender, uid in STOCK:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    task_submitted.connect(page_submitted, dispatch_uid="portal.page_submitted")
    workflow_approved.connect(
        page_approved, sender=WorkflowState, dispatch_uid="portal.page_approved"
    )
    workflow_rejected.connect(
        page_returned, sender=WorkflowState, dispatch_uid="portal.page_returned"
    )
