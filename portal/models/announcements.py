"""News from the managers, and their archive."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.models.audience import ForSomeReaders
from portal.models.editing import ReachPanel
from portal.models.pages import BuildingPage
from portal.models.translations import TranslatablePage

PAGE_SIZE = 20


class AnnouncementIndexPage(BuildingPage):
    """All announcements of the building, newest first: the archive as well as the news."""

    default_icon = "megaphone"
    show_in_menus_default = True
    content_panels: ClassVar[list[Any]] = Page.content_panels
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.AnnouncementPage"]
    max_count_per_parent = 1
    template = "portal/announcement_index_page.html"

    class Meta:
        verbose_name = _("list of announcements")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.announcements import archive
        from portal.queries.sections import for_reader

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        reader, home = context["reader"], request.building_home  # type: ignore[attr-defined]
        found = archive(self, home, reader, request.GET)
        page = Paginator(found.announcements, PAGE_SIZE).get_page(request.GET.get("page"))
        page.object_list = for_reader(page.object_list, reader, home)
        context |= {"archive": found, "page_obj": page}
        return context


#: A translation lends its words; these are the original's.
FACTS = (
    "urgency", "category", "is_pinned", "must_be_acknowledged", "valid_until", "audience",
)  # fmt: skip


class AnnouncementPage(ForSomeReaders, BuildingPage):  # type: ignore[django-manager-missing]
    """News from the managers, for the residents of the building or for some of them.

    After its `valid_until` an announcement leaves the home page and stays in the archive. Wagtail's
    own expiry, in the publishing settings, takes it away altogether.
    """

    page_description = _("News for the residents: on the home page today, in the archive later.")
    default_icon = "megaphone"
    search_kind: ClassVar[str] = "announcement"

    class Urgency(models.TextChoices):
        INFO = "info", _("Information")
        IMPORTANT = "important", _("Important")
        EMERGENCY = "emergency", _("Emergency")

    class Category(models.TextChoices):
        GENERAL = "general", _("General")
        WORKS = "works", _("Works and outages")
        SAFETY = "safety", _("Safety")
        MEETING = "meeting", _("Meetings")
        MONEY = "money", _("Money")
        COMMUNITY = "community", _("Living together")

    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.INFO
    )
    category = models.CharField(
        _("category"), max_length=10, choices=Category.choices, default=Category.GENERAL
    )
    is_pinned = models.BooleanField(
        _("keep on top"),
        default=False,
        help_text=_("Stays above newer announcements while it is news."),
    )
    must_be_acknowledged = models.BooleanField(
        _("ask for confirmation"),
        default=False,
        help_text=_("Residents confirm that they have read it; the desk shows who has."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=200,
        help_text=_("One or two sentences for lists and for people in a hurry."),
    )
    valid_until = models.DateField(
        _("news until"),
        null=True,
        blank=True,
        help_text=_("The last day on the home page. Afterwards it stays in the archive."),
    )

    override_translatable_fields: ClassVar[list[Any]] = [
        *TranslatablePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("category"), FieldPanel("urgency")]),
        FieldPanel("summary"),
        ForSomeReaders.audience_panel,
        ReachPanel(),
        FieldRowPanel([FieldPanel("valid_until"), FieldPanel("is_pinned")]),
        FieldPanel("must_be_acknowledged"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.AnnouncementIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/announcement_page.html"

    class Meta:
        verbose_name = _("announcement")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With `correction`, where something was changed after people were told."""
        from portal.queries.corrections import correction_of

        context = super().get_context(request, *args, **kwargs)
        context["correction"] = correction_of(self, context["reader"])
        return context

    @property
    def tone(self) -> str:
        """The pill's meaning colour."""
        return {"info": "info", "important": "warn", "emergency": "bad"}[self.urgency]

    @property
    def has_passed(self) -> bool:
        return self.valid_until is not None and self.valid_until < self.today()
