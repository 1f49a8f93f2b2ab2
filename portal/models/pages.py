"""What all pages below a building's home have in common, and the plainest of them."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from foundation import clock
from portal.audiences import EVERYBODY, Audience
from portal.blocks import BodyBlock
from portal.models.editing import EditedPage
from portal.models.icons import ICONS
from portal.models.permissions import BuildingPagePermissionTester
from portal.models.reading import MeetsReader
from portal.models.translations import TranslatablePage
from portal.queries.access import building_home_of

#: Where pages that stay may be put: on the home page, or inside a section.
SECTIONS = ["portal.BuildingHomePage", "portal.InfoPage"]

ADDRESS_PANEL = MultiFieldPanel(
    [FieldPanel("slug"), FieldPanel("show_in_menus")], heading=_("Address and menu")
)


class BuildingPage(MeetsReader, TranslatablePage, EditedPage):
    """Base of everything below a building's home page.

    The editor has two tabs: what readers see, and settings. Search engines never come here, so
    their fields are left out.
    """

    class Meta:
        abstract = True

    #: In menus and on cards; lucide's name.
    default_icon = "file-text"
    #: What a reader's search calls it: page, announcement, event, document or contact.
    search_kind: ClassVar[str] = "page"
    is_findable: ClassVar[bool] = True
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [ADDRESS_PANEL, *Page.settings_panels]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("body")]

    @property
    def reading_audience(self) -> Audience:
        """Who of the building is meant. Everybody else gets 404 and finds it in no list."""
        return EVERYBODY

    @property
    def company_id(self) -> int | None:
        """Whose page it is, from its place in the tree; for permissions and the audit log."""
        home = building_home_of(self)
        return home.company_id if home is not None else None

    @property
    def scope_building_id(self) -> int | None:
        home = building_home_of(self)
        return home.building_id if home is not None else None

    def permissions_for_user(self, user: Any) -> BuildingPagePermissionTester:
        return BuildingPagePermissionTester(user, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.sections import parents_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["parents"] = parents_of(self, request.building_home)  # type: ignore[attr-defined]
        return context

    def today(self) -> dt.date:
        """The date on the building's wall."""
        from portal.queries.access import building_home_of

        # A page in the making has no place yet; its preview may be a few hours wrong.
        home = building_home_of(self) if self.path else None
        return clock.today(home.building.time_zone if home is not None else "UTC")


class StandingPage(BuildingPage):
    """A page that stays, with what lists and menus show of it and dates that keep it true."""

    class Meta:
        abstract = True

    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the title, on cards and in search results."),
    )
    icon = models.CharField(
        _("icon"),
        max_length=30,
        blank=True,
        choices=ICONS,
        help_text=_("In menus and on cards. Empty: the one of its kind of page."),
    )
    lead_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("On top of the page and on its card; decoration, so without words in it."),
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("Readers see this date, and a warning once it has passed."),
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("For you: the list of pages shows what is due. Readers do not see it."),
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
    ]
    settings_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("show_in_menus"), FieldPanel("icon")],
            heading=_("Address and menu"),
        ),
        MultiFieldPanel(
            [FieldPanel("valid_until"), FieldPanel("review_by")], heading=_("Keeping it true")
        ),
        *Page.settings_panels,
    ]
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
    ]
    parent_page_types: ClassVar[list[str]] = SECTIONS
    subpage_types: ClassVar[list[str]] = []

    @property
    def menu_icon(self) -> str:
        return self.icon or self.default_icon

    @property
    def has_passed(self) -> bool:
        """Whether readers should be warned that the page may be outdated."""
        return self.valid_until is not None and self.valid_until < self.today()


class InfoPage(StandingPage):
    """A page that stays: waste, moving house, heating. With pages below it, a section."""

    page_description = _("A page that stays. Put pages below it and it becomes a section.")
    parent_page_types: ClassVar[list[str]] = SECTIONS
    subpage_types: ClassVar[list[str]] = [
        "portal.InfoPage",
        "portal.FAQPage",
        "portal.GalleryPage",
        "portal.CommitteePage",
        "portal.HouseRulesPage",
    ]
    template = "portal/info_page.html"

    class Meta:
        verbose_name = _("information page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.sections import section_cards

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        home = request.building_home  # type: ignore[attr-defined]
        context["cards"] = section_cards(self, context["reader"], home)
        return context


class ContactsPage(BuildingPage):
    """Whom to call. Emergency numbers come first, wherever they stand in the editor."""

    page_description = _("Whom to call. Emergency numbers are always shown first.")
    default_icon = "phone"
    search_kind: ClassVar[str] = "contact"
    show_in_menus_default = True
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    template = "portal/contacts_page.html"

    class Meta:
        verbose_name = _("contacts page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        # Sorting is stable: everything else keeps the editor's order.
        context["blocks"] = sorted(
            self.body, key=lambda block: block.block_type != "emergency_numbers"
        )
        return context
