"""The two fixed levels of the tree: a company's page and, under it, a page per building.

They stand and fall with their company and building: operations make them, the CMS can edit their
texts but neither move, copy, unpublish nor delete them.
"""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.blocks import BodyBlock
from portal.forms.pages import BuildingPageForm
from portal.models.permissions import FixedPagePermissionTester


class FixedPage(Page):  # type: ignore[misc]
    class Meta:
        abstract = True

    is_creatable = False
    base_form_class = BuildingPageForm
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []

    def permissions_for_user(self, user: Any) -> FixedPagePermissionTester:
        return FixedPagePermissionTester(user, self)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Private pages are in no sitemap."""
        return []


class CompanyPage(FixedPage):
    """`/<company>/`: the list of the company's buildings, for those who see more than one."""

    company = models.OneToOneField(
        "accounts.Company", on_delete=models.PROTECT, related_name="page", editable=False
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", editable=False
    )

    content_panels: ClassVar[list[Any]] = [FieldPanel("title", read_only=True)]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    template = "portal/company_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries import buildings_with_pages

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["buildings"] = buildings_with_pages(request.user, self)
        return context


class BuildingHomePage(FixedPage):
    """`/<company>/<building>/`: what residents see first."""

    building = models.OneToOneField(
        "properties.Building", on_delete=models.PROTECT, related_name="page", editable=False
    )
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.PROTECT, related_name="+", editable=False
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", editable=False
    )
    welcome = models.CharField(
        max_length=200, blank=True, help_text="One sentence under the building's name."
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(BodyBlock(), blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", read_only=True),
        FieldPanel("welcome"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.CompanyPage"]
    subpage_types: ClassVar[list[str]] = [
        "portal.AnnouncementIndexPage",
        "portal.InfoPage",
        "portal.ContactsPage",
    ]
    template = "portal/building_home_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries import resident_home

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["home"] = resident_home(request.user, self)
        return context
