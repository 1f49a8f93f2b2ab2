"""The document library: folders and documents as pages, so that drafts, schedule, history and
rights are those of every other page (docs/decisions/0009)."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from foundation import clock
from portal.models.audience import ForSomeReaders
from portal.models.pages import BuildingPage

#: Folders inside folders: deeper trees are only searched, never browsed.
MOST_LEVELS = 3

ICONS = {
    "rules": "scroll-text",
    "minutes": "notebook-pen",
    "money": "banknote",
    "energy": "zap",
    "form": "clipboard-list",
    "contract": "handshake",
    "plan": "map",
}


class LibraryPlace(BuildingPage):
    """Where documents lie: the library itself or a folder."""

    class Meta:
        abstract = True

    # Each reader sees what they have opened, and staff see more folders.
    is_shared_by_readers = False
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("Shown below the title.")
    )
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary")]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]
    subpage_types: ClassVar[list[str]] = ["portal.DocumentFolderPage", "portal.DocumentPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.library import shelf

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["shelf"] = shelf(request.user, context["reader"], self, request.GET.get("sort", ""))
        return context


class DocumentLibraryPage(LibraryPlace):
    """All documents of a building, under one address."""

    default_icon = "folder-open"
    show_in_menus_default = True
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    max_count_per_parent = 1
    template = "portal/document_folder_page.html"

    class Meta:
        verbose_name = _("document library")
        verbose_name_plural = _("document libraries")


class DocumentFolderPage(LibraryPlace):
    """A folder of the library, at most three inside each other."""

    # Residents see only folders with something for them; what is inside is found by itself.
    is_findable = False
    parent_page_types: ClassVar[list[str]] = [
        "portal.DocumentLibraryPage",
        "portal.DocumentFolderPage",
    ]
    template = "portal/document_folder_page.html"

    class Meta:
        verbose_name = _("document folder")
        verbose_name_plural = _("document folders")

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        from portal.queries.access import BUILDING_DEPTH

        # The library stands one below the building's home, the first folder one below that.
        is_too_deep = parent.depth >= BUILDING_DEPTH + 1 + MOST_LEVELS
        return not is_too_deep and bool(super().can_exist_under(parent))

    def can_move_to(self, parent: Page) -> bool:
        if not super().can_move_to(parent):
            return False
        from portal.queries.access import BUILDING_DEPTH

        folders = DocumentFolderPage.objects.descendant_of(self)
        deepest = folders.aggregate(models.Max("depth"))["depth__max"] or self.depth
        height: int = deepest - self.depth
        return int(parent.depth) + 1 + height <= BUILDING_DEPTH + 1 + MOST_LEVELS


class DocumentPage(ForSomeReaders, BuildingPage):  # type: ignore[django-manager-missing]
    """One document with all its versions: the house rules, the minutes of a meeting, a form."""

    class Category(models.TextChoices):
        RULES = "rules", _("Rules")
        MINUTES = "minutes", _("Minutes")
        MONEY = "money", _("Money")
        ENERGY = "energy", _("Energy")
        FORM = "form", _("Form")
        CONTRACT = "contract", _("Contract")
        PLAN = "plan", _("Plan")
        OTHER = "other", _("Other")

    is_shared_by_readers = False
    search_kind: ClassVar[str] = "document"
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("Shown in lists and search.")
    )
    category = models.CharField(
        _("category"), max_length=10, choices=Category.choices, default=Category.OTHER
    )
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("From the next day it is marked as expired and moves to the archive."),
    )
    remind_days = models.PositiveSmallIntegerField(
        _("remind the managers, days before"),
        default=30,
        validators=[MaxValueValidator(365)],
        help_text=_("Once, by e-mail. Counts only with a date above."),
    )
    must_be_read = models.BooleanField(
        _("must be read"),
        default=False,
        help_text=_("Residents are asked to open it; the desk shows who has."),
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("category"),
        InlinePanel(
            "versions",
            label=_("Version"),
            heading=_("Versions"),
            min_num=1,
            help_text=_("The one with the latest date is current; the others stay readable."),
        ),
        ForSomeReaders.audience_panel,
        MultiFieldPanel(
            [FieldPanel("valid_until"), FieldPanel("remind_days")], heading=_("Expiry")
        ),
        FieldPanel("must_be_read"),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types: ClassVar[list[str]] = [
        "portal.DocumentLibraryPage",
        "portal.DocumentFolderPage",
    ]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/document_page.html"

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def searchable_document_ids(self) -> list[int]:
        """Of all versions only the current one is searched."""
        return [version.document_id for version in self.versions_by_date()[:1]]

    @property
    def icon(self) -> str:
        """Lucide's name of the category's picture."""
        return ICONS.get(self.category, "file-text")

    def versions_by_date(self) -> "list[DocumentVersion]":
        """Current one first."""
        return sorted(
            self.versions.all(),
            key=lambda version: (version.document_date, version.sort_order or 0),
            reverse=True,
        )

    def is_expired_on(self, day: dt.date) -> bool:
        return self.valid_until is not None and self.valid_until < day

    def clean(self) -> None:
        super().clean()
        if self.valid_until and self.valid_until.year < 2000:
            raise ValidationError({"valid_until": _("Write the year with four digits.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.library import leaf

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["leaf"] = leaf(request.user, context["reader"], self)
        return context


def _today() -> dt.date:
    return clock.today("UTC")


class DocumentVersion(Orderable):
    """A file of a document as it stood from one date on."""

    page = ParentalKey(DocumentPage, on_delete=models.CASCADE, related_name="versions")
    # A file in use is not deleted behind the page's back.
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("file"),
    )
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_("For example 2, or Spring 2026.")
    )
    document_date = models.DateField(_("date of the document"), default=_today)
    note = models.CharField(
        _("what changed"), max_length=200, blank=True, help_text=_("One sentence for readers.")
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("document"),
        FieldPanel("label"),
        FieldPanel("document_date"),
        FieldPanel("note"),
    ]

    def __str__(self) -> str:
        return self.label or str(self.document_date)
