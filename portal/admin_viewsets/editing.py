"""Wagtail's page editor: submissions carry a message, and comments go out by our own mail."""

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from portal.admin_viewsets.history import ChangesSidePanel
from portal.operations import approvals


class SubmitsWithMessage:
    """Submits in one transaction, so that no mail leaves before the message is stored."""

    page: Any
    request: Any
    form: Any

    def submit_action(self) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().submit_action()  # type: ignore[misc]
            self.keep_message()
        return response

    def keep_message(self) -> None:
        message = self.form.cleaned_data.get("message_to_approver", "")
        if message:
            approvals.add_message(actor=self.request.user, page=self.page, message=message)


class OurCreateView(SubmitsWithMessage, CreateView):
    pass


class OurEditView(SubmitsWithMessage, EditView):
    def restart_workflow_action(self) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().restart_workflow_action()
            self.keep_message()
        return response

    def perform_workflow_action(self) -> HttpResponse:
        try:
            given = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
        except ValueError as error:
            raise SuspiciousOperation("The comment of a review is not readable.") from error
        if not isinstance(given, dict) or given.keys() - {"comment"}:
            # Wagtail would pass on anything as a keyword.
            raise SuspiciousOperation("The comment of a review is not readable.")
        response: HttpResponse = super().perform_workflow_action()
        return response

    def get_side_panels(self) -> MediaContainer:
        panels = list(super().get_side_panels())
        if not self.expects_json_response and not self.hydrate_create_view:
            panels.append(ChangesSidePanel(self.page, self.request))
        return MediaContainer(panels)

    def send_commenting_notifications(self, changes: dict[str, list[Any]]) -> None:
        """Wagtail mails at once, and to people who have lost the building since."""
        approvals.tell_about_comments(
            actor=self.request.user,
            page=self.page,
            comments=[*changes["new_comments"], *changes["resolved_comments"]],
            replies=[reply for _, replies in changes["new_replies"] for reply in replies],
        )


class OurRevertView(RevisionsRevertView, OurEditView):
    """An earlier version in the editor, to look at and perhaps to save again."""
