"""The public front page, which is also the root of every company's pages."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from foundation import tenancy


class FrontPagePermissionTester(PagePermissionTester):
    """Super users edit it; it stands and falls with the platform."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        may_edit = tenancy.is_platform_staff(user)
        self.permissions: set[str] = {"change", "publish"} if may_edit else set()

    def can_add_subpage(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class HomePage(Page):
    """What a visitor without an account sees; the portal takes signed-in people further."""

    headline = models.CharField(
        _("headline"), max_length=120, default=gettext_noop("Your building, in good hands")
    )
    lead = models.TextField(
        _("introduction"),
        max_length=400,
        default=gettext_noop(
            "One calm place for notices, documents and the people who look after the house. "
            "Written by your managers, read only by your neighbours."
        ),
    )

    class Meta:
        verbose_name = _("front page")

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
    ]
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["portal.CompanyPage"]
    is_creatable = False
    template = "home/home_page.html"

    def permissions_for_user(self, user: Any) -> FrontPagePermissionTester:
        return FrontPagePermissionTester(user, self)
