"""The public front page, which is also the root of every company's pages."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


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
