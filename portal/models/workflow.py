"""The one step of review: a manager of the page's building approves what an assistant wrote."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, IntegerField, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from foundation import tenancy
from portal.queries.roles import may_publish, pages_run_by

MAX_COMMENT = 2000


class BuildingApprovalTask(Task):
    """One row serves every building: who approves follows from the grants, never from groups.

    While a page waits, only those who may approve it can edit it, so that nothing changes between
    reading and approving.
    """

    class Meta:
        verbose_name = _("approval by the building's managers")
        verbose_name_plural = _("approvals by the building's managers")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not may_publish(user, obj)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not may_publish(user, obj):
            return []
        return [
            ("reject", gettext("Return with a comment"), True),
            ("approve", gettext("Approve"), False),
            ("approve", gettext("Approve with a comment"), True),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Wagtail takes the task state from the address and never asks whether it is the page's.

        Raises:
            PermissionDenied: the state is another page's, and the person does not run that one.
        """
        if not may_publish(user, task_state.workflow_state.content_object):
            raise PermissionDenied
        comment = str(kwargs.get("comment", ""))[:MAX_COMMENT]
        return super().on_action(task_state, user, action_name, comment=comment)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        own = pages_run_by(user, tenancy.PUBLISHER_ROLES).filter(
            pk=Cast(OuterRef("workflow_state__object_id"), IntegerField())
        )
        waiting: QuerySet[TaskState] = TaskState.objects.filter(
            Exists(own),
            task=self,
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=page_content_type_id(),
        )
        return waiting

    @classmethod
    def get_description(cls) -> str:
        return gettext("Owners and managers of the page's building approve it.")


def page_content_type_id() -> int:
    from django.contrib.contenttypes.models import ContentType

    return int(ContentType.objects.get_for_model(Page).pk)
