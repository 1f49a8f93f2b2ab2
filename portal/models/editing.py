"""How pages are edited: the tabs of the editor, the same for all our page types."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.models import Page
from wagtail.utils.decorators import cached_classmethod

from portal.forms.pages import BuildingPageForm
from portal.queries.access import building_home_of
from portal.queries.roles import may_publish


class MessagePanel(FieldPanel):
    """What the submitter wants to say to the manager; whoever publishes needs no such field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("field_name", "message_to_approver")
        super().__init__(disable_comments=True, **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        kwargs.pop("disable_comments", None)
        return kwargs

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            place = self.instance if self.instance.pk else self.form.parent_page
            return bool(super().is_shown() and not may_publish(self.request.user, place))


class EditedPage(Page):
    """Base of all our page types."""

    class Meta:
        abstract = True

    base_form_class = BuildingPageForm

    @cached_classmethod
    def get_edit_handler(cls) -> Any:
        tabs = [
            ObjectList([*cls.content_panels, MessagePanel()], heading=_("Content")),
            ObjectList(cls.promote_panels, heading=_("Address")),
            ObjectList(cls.settings_panels, heading=_("Settings")),
        ]
        shown = [tab for tab in tabs if tab.children]
        return TabbedInterface(shown, base_form_class=cls.base_form_class).bind_to_model(cls)


class ReachPanel(Panel):
    """Whom a page reaches that is told to people: counted from what is saved, so saving a draft
    answers the question before anything is sent."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "portal/panels/reach.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and building_home_of(self.instance) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from portal.queries.receipts import reach_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            home = building_home_of(self.instance)
            if home is not None:
                context["reach"] = reach_of(self.instance.reading_audience, home.building)
            return context
