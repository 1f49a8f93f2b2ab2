"""The page editor: its buttons, and how its log is told."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.log_actions import LogFormatter

from portal.queries.roles import may_publish


class SubmitItem(SubmitForModerationMenuItem):
    """In the words of the house: there is one workflow, and its name helps nobody."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        came_back = state is not None and state.status == state.STATUS_NEEDS_CHANGES
        context["label"] = gettext("Submit again") if came_back else gettext("Submit for approval")
        return context


class WithdrawItem(CancelWorkflowMenuItem):
    label = _("Withdraw from approval")


@hooks.register("construct_page_action_menu", order=1000)
def buttons_by_role(items: list[ActionMenuItem], request: HttpRequest, context: Any) -> None:
    """Whoever publishes needs nobody's approval; while a page waits, approving comes first."""
    place = context.get("page") or context.get("parent_page")
    publishes = place is not None and may_publish(request.user, place)
    shown: list[ActionMenuItem] = []
    for item in items:
        if isinstance(item, SubmitForModerationMenuItem):
            if not publishes:
                shown.append(SubmitItem(item.order))
        elif isinstance(item, CancelWorkflowMenuItem):
            shown.append(WithdrawItem(item.order))
        elif not isinstance(item, RestartWorkflowMenuItem):
            shown.append(item)
    if publishes:
        shown.sort(key=lambda item: not _approves_at_once(item))
    items[:] = shown


def _approves_at_once(item: ActionMenuItem) -> bool:
    return isinstance(item, WorkflowMenuItem) and item.name == "approve" and not item.launch_modal


def _with_comment(said: str, entry: Any) -> str:
    comment = entry.data.get("comment", "") if entry is not None else ""
    return f"{said}: “{comment}”" if comment else said


#: Wagtail names the workflow and its step; there is one, and people ask what was said.
STEPS = {
    "wagtail.workflow.start": _("Submitted for approval"),
    "wagtail.workflow.resume": _("Submitted again"),
    "wagtail.workflow.approve": _("Approved"),
    "wagtail.workflow.reject": _("Returned"),
    "wagtail.workflow.cancel": _("Withdrawn from approval"),
}


@hooks.register("register_log_actions", order=1000)
def steps_in_the_log(actions: Any) -> None:
    for action, words in STEPS.items():
        actions.register_action(action, words, _step_formatter(words))


def _step_formatter(words: Any) -> Any:
    return lambda entry: _with_comment(str(words), entry)


@hooks.register("register_log_actions")
def messages_in_the_log(actions: Any) -> None:
    @actions.register_action("portal.message")
    class MessageFormatter(LogFormatter):
        label = _("Message to the manager")

        def format_message(self, log_entry: Any) -> str:
            return gettext("Message to the manager: “%(message)s”") % {
                "message": log_entry.data.get("message", "")
            }
