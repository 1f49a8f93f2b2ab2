"""Pages kept once at company level and given to every building of the company.

The company writes a `MasterPage`; each time it is published, a `MasterVersion` keeps what it said.
Every building has an `InheritedPage` that shows one adopted version, with the parts the building
has replaced. Its `body` is composed when it is saved, so that reading, search, references and
caches treat it as any other page.
"""

import json
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from portal.blocks import BodyBlock
from portal.blocks.master import MasterBodyBlock
from portal.forms.pages import InheritedPageForm
from portal.models.editing import EditedPage
from portal.models.pages import BuildingPage
from portal.models.permissions import (
    InheritedPagePermissionTester,
    MasterIndexPermissionTester,
    MasterPagePermissionTester,
)
from portal.models.places import FixedPage
from portal.queries.access import building_home_of


class KeptInOneLanguage:
    """Mixed into the pages of the company: buildings translate their own copies."""

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        raise SuspiciousOperation("Pages for all buildings are translated in each building.")


class MasterIndexPage(KeptInOneLanguage, FixedPage):
    """Where a company keeps its pages for all buildings. Residents find nothing here."""

    class Meta:
        verbose_name = _("pages for all buildings")

    content_panels: ClassVar[list[Any]] = [
        HelpPanel(
            _(
                "Pages below are kept once and given to every building of the company. Publish a "
                "page to send it out."
            )
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.CompanyPage"]
    subpage_types: ClassVar[list[str]] = ["portal.MasterPage"]
    max_count_per_parent = 1
    template = "portal/master_index_page.html"

    def permissions_for_user(self, user: Any) -> MasterIndexPermissionTester:
        return MasterIndexPermissionTester(user, self)


class Kind(models.TextChoices):
    """What a page for all buildings is about; it decides the icon."""

    INFO = "info", _("Information")
    SAFETY = "safety", _("Safety")
    CONTACT = "contact", _("Contact")
    RULES = "rules", _("Rules")


class Updates(models.TextChoices):
    """How a new version reaches buildings that show the page already."""

    MIXED = "mixed", _("At once; where a building has replaced a part, after its manager adopts")
    AT_ONCE = "at_once", _("At once everywhere; replaced parts stay")
    ADOPTED = "adopted", _("Only after each manager adopts")


class MasterPage(KeptInOneLanguage, EditedPage):
    """One page for all buildings of a company, written by its owners and company-wide managers."""

    class Meta:
        verbose_name = _("page for all buildings")
        verbose_name_plural = _("pages for all buildings")

    kind = models.CharField(
        _("type of page"), max_length=10, choices=Kind.choices, default=Kind.INFO
    )
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("Shown in lists and search.")
    )
    updates = models.CharField(
        _("new versions reach the buildings"),
        max_length=10,
        choices=Updates.choices,
        default=Updates.MIXED,
    )
    body = StreamField(
        MasterBodyBlock(),
        blank=True,
        verbose_name=_("content"),
        help_text=_(
            "Pictures and documents must lie in the company's own collection, where every building "
            "can open them."
        ),
    )

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("updates"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.MasterIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/master_page.html"

    def permissions_for_user(self, user: Any) -> MasterPagePermissionTester:
        return MasterPagePermissionTester(user, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []


class MasterVersionQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "MasterVersionQuerySet":
        """Whoever works in any building of the company."""
        companies = {
            grant.company_id
            for grant in tenancy.grants_of(user)
            if grant.role in tenancy.STAFF_ROLES
        }
        return self.filter(company_id__in=companies)


class MasterVersion(CompanyOwned):
    """What a page for all buildings said when it was published; kept when the page is deleted."""

    master = models.ForeignKey(
        MasterPage, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    summary = models.CharField(max_length=200, blank=True)
    #: The stream as Wagtail stores it: a list of {type, value, id}.
    body = models.JSONField(default=list)
    published_at = models.DateTimeField()

    objects = MasterVersionQuerySet.as_manager()

    class Meta:
        ordering = ["master", "number"]
        constraints = [
            models.UniqueConstraint(fields=["master", "number"], name="master_version_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def parts(self) -> dict[str, str]:
        """The replaceable parts: id of the block and its label, in order."""
        return {
            block["id"]: block["value"]["label"]
            for block in self.body
            if block["type"] == "overridable"
        }

    @property
    def stream(self) -> Any:
        """The body as a value that templates and comparisons can walk through."""
        return stream_value(MasterPage, self.body)


class PartsPanel(InlinePanel):
    """The parts are given: nothing to add, delete or sort."""

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "portal/panels/parts.html"


class InheritedPage(BuildingPage):
    """A building's copy of a page for all buildings. Only the replaceable parts can be edited."""

    class Meta:
        verbose_name = _("page from the company")
        verbose_name_plural = _("pages from the company")

    is_creatable = False
    base_form_class = InheritedPageForm
    #: The related manager of `ReplacedPart`; assigning a list keeps it in memory until it is saved.
    parts: Any

    master = models.ForeignKey(
        MasterPage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="inherited",
        editable=False,
    )
    adopted = models.ForeignKey(
        MasterVersion, on_delete=models.PROTECT, related_name="+", editable=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    summary = models.CharField(_("summary"), max_length=200, blank=True, editable=False)
    #: The building does without this page; new versions leave it alone.
    is_opted_out = models.BooleanField(default=False, editable=False)

    content_panels: ClassVar[list[Any]] = [
        HelpPanel(template="portal/panels/inherited.html"),
        PartsPanel("parts", heading=_("Parts you may replace"), label=_("Part")),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    #: Fields that the company fills, not the editor: what they point to is not the editor's choice.
    given_fields = frozenset({"body"})
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/inherited_page.html"

    def permissions_for_user(self, user: Any) -> InheritedPagePermissionTester:
        return InheritedPagePermissionTester(user, self)

    @property
    def is_modified(self) -> bool:
        """Whether the building has a say in what is shown, or is about to."""
        has_draft = self.live and self.has_unpublished_changes
        return has_draft or any(len(part.content) for part in self.parts.all())

    @property
    def is_original(self) -> bool:
        """Whether this stands in the building's own tree; a translation has its own words."""
        home = building_home_of(self)
        return home is None or not home.is_translation

    def compose(self) -> None:
        """Make what is shown from the adopted version and the parts the building has replaced."""
        if not self.is_original:
            return
        own = {part.part_id: list(part.content.raw_data) for part in self.parts.all()}
        shown: list[Any] = []
        for block in self.adopted.body:
            if block["type"] == "overridable":
                shown += own.get(block["id"]) or block["value"]["content"]
            else:
                shown.append(block)
        self.title = self.draft_title = self.adopted.title
        self.kind, self.summary = self.adopted.kind, self.adopted.summary
        self.body = stream_value(InheritedPage, shown)

    def match_parts(self) -> None:
        """Give the page the parts of its adopted version; what a building has written stays with
        its part, found by the block's id or else by the label."""
        by_id = {part.part_id: part for part in self.parts.all()}
        by_label = {part.label: part for part in by_id.values()}
        parts = []
        for position, (part_id, label) in enumerate(self.adopted.parts.items()):
            old = by_id.get(part_id) or by_label.get(label)
            part = old if old is not None and old not in parts else ReplacedPart()
            part.position, part.part_id, part.label = position, part_id, label
            parts.append(part)
        self.parts = parts

    def with_content_json(self, content: Any) -> "InheritedPage":
        """A version of this page is a version of its own parts: restoring an old one never brings
        back what the company said then."""
        page: InheritedPage = super().with_content_json(content)
        page.adopted, page.master_id = self.adopted, self.master_id
        page.is_opted_out = self.is_opted_out
        page.match_parts()
        page.compose()
        return page

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        self.compose()
        return super().save_revision(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.compose()
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response


class ReplacedPart(models.Model):
    """One replaceable part of a building's copy; empty content shows what the company says."""

    page = ParentalKey(InheritedPage, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField(editable=False)
    #: The id of the block in the company's page.
    part_id = models.CharField(max_length=40, editable=False)
    label = models.CharField(_("part"), max_length=80, editable=False)
    content = StreamField(
        BodyBlock(required=False),
        blank=True,
        verbose_name=_("what your building says instead"),
        help_text=_("Leave empty to show what the company says."),
    )

    panels: ClassVar[list[Any]] = [FieldPanel("label", read_only=True), FieldPanel("content")]

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(part_id=""), name="replaced_part_has_a_place")
        ]

    def __str__(self) -> str:
        return self.label


def stream_value(model: Any, raw: list[Any]) -> Any:
    """Stored blocks as a value of the model's `body`."""
    return model._meta.get_field("body").to_python(json.dumps(raw))
