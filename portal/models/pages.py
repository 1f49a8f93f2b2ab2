"""Pages that managers write for the residents of one building."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.forms.pages import BuildingPageForm
from portal.models.permissions import BuildingPagePermissionTester

PAGE_SIZE = 20


class BuildingPage(Page):  # type: ignore[misc]
    """Base of everything below a building's home page."""

    class Meta:
        abstract = True

    base_form_class = BuildingPageForm
    body = StreamField(BodyBlock(), blank=True)
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("body")]

    def permissions_for_user(self, user: Any) -> BuildingPagePermissionTester:
        return BuildingPagePermissionTester(user, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class InfoPage(BuildingPage):
    """A page that stays: house rules, waste, moving house, how the heating works."""

    summary = models.CharField(max_length=200, blank=True, help_text="Shown in lists and search.")
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage", "portal.InfoPage"]
    subpage_types: ClassVar[list[str]] = ["portal.InfoPage"]
    template = "portal/info_page.html"


class ContactsPage(BuildingPage):
    """Who to call, emergency numbers first."""

    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "portal/contacts_page.html"


class AnnouncementIndexPage(BuildingPage):
    """All announcements of the building, newest first."""

    content_panels: ClassVar[list[Any]] = Page.content_panels
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.AnnouncementPage"]
    max_count_per_parent = 1
    template = "portal/announcement_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        pages = AnnouncementPage.objects.child_of(self).live().order_by("-first_published_at")
        context["page_obj"] = Paginator(pages, PAGE_SIZE).get_page(request.GET.get("page"))
        return context


class AnnouncementPage(BuildingPage):
    """News from the managers, for all residents of the building."""

    class Urgency(models.TextChoices):
        INFO = "info", "Information"
        IMPORTANT = "important", "Important"
        EMERGENCY = "emergency", "Emergency"

    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.INFO)
    summary = models.CharField(
        max_length=200, help_text="One or two sentences for lists and for people in a hurry."
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("urgency"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.AnnouncementIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/announcement_page.html"

    @property
    def tone(self) -> str:
        """The pill's meaning colour."""
        return {"info": "info", "important": "warn", "emergency": "bad"}[self.urgency]
