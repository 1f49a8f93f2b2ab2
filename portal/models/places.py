"""The two fixed levels of the tree: a company's page and, under it, a page per building.

They stand and fall with their company and building: operations make them, the CMS can edit their
texts but neither move, copy, unpublish nor delete them.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.models.editing import EditedPage
from portal.models.permissions import FixedPagePermissionTester
from portal.models.reading import MeetsReader
from portal.models.translations import TranslatablePage, translated_slug


class FixedPage(TranslatablePage, EditedPage):
    class Meta:
        abstract = True

    is_creatable = False
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    def permissions_for_user(self, user: Any) -> FixedPagePermissionTester:
        return FixedPagePermissionTester(user, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Private pages are in no sitemap."""
        return []


class CompanyPage(FixedPage):
    """`/<company>/`: the list of the company's buildings, for those who see more than one."""

    class Meta:
        verbose_name = _("company page")

    company = models.OneToOneField(
        "accounts.Company", on_delete=models.PROTECT, related_name="page", editable=False
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", editable=False
    )

    content_panels: ClassVar[list[Any]] = [FieldPanel("title", read_only=True)]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.BuildingHomePage", "portal.MasterIndexPage"]
    template = "portal/company_page.html"

    def get_translation(self, locale: Locale) -> "CompanyPage":
        """One page for all languages: the homes of translated trees stand under it, too."""
        return self

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.places import buildings_with_pages

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["buildings"] = buildings_with_pages(request.user, self)
        return context


class BuildingHomePage(MeetsReader, FixedPage):
    """`/<company>/<building>/`: what residents see first."""

    building = models.ForeignKey(
        "properties.Building", on_delete=models.PROTECT, related_name="+", editable=False
    )
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.PROTECT, related_name="+", editable=False
    )
    collection = models.ForeignKey(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", editable=False
    )
    #: Set on the homes of translated trees; each building has one home that is the original.
    is_translation = models.BooleanField(default=False, editable=False)
    welcome = models.CharField(
        _("welcome"),
        max_length=200,
        blank=True,
        help_text=_("One sentence under the building's name."),
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", read_only=True),
        FieldPanel("welcome"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *FixedPage.search_fields,
        index.SearchField("welcome"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.CompanyPage"]
    subpage_types: ClassVar[list[str]] = [
        "portal.AnnouncementIndexPage",
        "portal.InfoPage",
        "portal.ContactsPage",
        "portal.EventIndexPage",
        "portal.FAQPage",
        "portal.GalleryPage",
        "portal.CommitteePage",
        "portal.HouseRulesPage",
        "portal.DocumentLibraryPage",
    ]
    template = "portal/building_home_page.html"

    class Meta:
        verbose_name = _("home page of a building")
        constraints = [
            models.UniqueConstraint(
                fields=["building"],
                condition=models.Q(is_translation=False),
                name="one_original_home_per_building",
            )
        ]

    def copy_for_translation(
        self,
        locale: Locale,
        copy_parents: bool = False,
        alias: bool = False,
        exclude_fields: Any = None,
    ) -> "BuildingHomePage":
        """The home of the tree that holds the building's pages in another language.

        Never an alias: aliases follow the original's every field, its slug and uniqueness too.
        """
        home: BuildingHomePage = self.get_parent().add_child(
            instance=BuildingHomePage(
                title=self.title,
                slug=translated_slug(self.slug, locale.language_code),
                locale=locale,
                translation_key=self.translation_key,
                building_id=self.building_id,
                company_id=self.company_id,
                collection_id=self.collection_id,
                is_translation=True,
                live=False,
                welcome=self.welcome,
                hero_image_id=self.hero_image_id,
                body=self.body,
            )
        )
        return home

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.home import greeting_in, resident_home

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        home = request.building_home  # type: ignore[attr-defined]
        context["home"] = resident_home(context["reader"], home)
        slots = getattr(request, "slots", None)
        context["greeting"] = (
            slots.mark("greeting")
            if slots is not None
            else greeting_in(self.building.time_zone, getattr(request.user, "first_name", ""))
        )
        return context
