"""Standing pages with a form of their own: questions, photos, committee, house rules."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.blocks.pages import AlbumBlock, MembersBlock, MinutesBlock, QuestionsBlock, RulesBlock
from portal.blocks.pictures import prefetch_versions
from portal.models.pages import SECTIONS, StandingPage


class FAQPage(StandingPage):
    """Questions in groups. Readers search them, open them, and can link to one answer."""

    page_description = _("Questions and answers in groups, with a search of their own.")
    default_icon = "circle-question-mark"
    questions = StreamField(QuestionsBlock(), blank=True, verbose_name=_("questions"))
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("questions"),
        FieldPanel("body", heading=_("Below the questions")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *StandingPage.search_fields,
        index.SearchField("questions"),
    ]
    template = "portal/faq_page.html"

    class Meta:
        verbose_name = _("questions and answers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.sections import matching_questions

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        text = request.GET.get("q", "").replace("\x00", "")[:120].strip()
        context |= {"q": text, "groups": matching_questions(self, text)}
        return context


class GalleryPage(StandingPage):
    """An album of photos, or, with albums below it, the shelf they stand on."""

    page_description = _("Photos with captions. Put albums below it and it becomes their shelf.")
    default_icon = "images"
    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("When the photos were taken.")
    )
    pictures = StreamField(AlbumBlock(), blank=True, verbose_name=_("photos"))
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("date"),
        FieldPanel("lead_image"),
        FieldPanel("pictures"),
        FieldPanel("body", heading=_("Below the photos")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *StandingPage.search_fields,
        index.SearchField("pictures"),
    ]
    parent_page_types: ClassVar[list[str]] = [*SECTIONS, "portal.GalleryPage"]
    subpage_types: ClassVar[list[str]] = ["portal.GalleryPage"]
    template = "portal/gallery_page.html"

    class Meta:
        verbose_name = _("gallery")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.sections import albums_below

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        home = request.building_home  # type: ignore[attr-defined]
        albums = albums_below(self, context["reader"], home)
        pictures = [block.value for block in self.pictures if block.value["image"]]
        prefetch_versions([picture["image"] for picture in pictures])
        context |= {"pictures": pictures, "albums": albums}
        return context


@dataclass(frozen=True, slots=True)
class Members:
    """A committee's members by what holds today, in the editor's order."""

    now: list[Any]
    coming: list[Any]
    before: list[Any]


class CommitteePage(StandingPage):
    """The people elected for something: who, for what, from when to when; and their minutes."""

    page_description = _("Board or committee: members with their terms, and the minutes.")
    default_icon = "users"
    members = StreamField(MembersBlock(), blank=True, verbose_name=_("members"))
    minutes = StreamField(MinutesBlock(), blank=True, verbose_name=_("minutes"))
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("members"),
        FieldPanel("minutes"),
        FieldPanel("body", heading=_("About the committee")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *StandingPage.search_fields,
        index.SearchField("members"),
        index.SearchField("minutes"),
    ]
    template = "portal/committee_page.html"

    class Meta:
        verbose_name = _("committee")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["members"] = self.members_by_term()
        context["minutes"] = sorted(
            (block.value for block in self.minutes if block.value["document"]),
            key=lambda minutes: minutes["date"],
            reverse=True,
        )
        return context

    def members_by_term(self) -> Members:
        """A term includes both of its days; without dates it holds."""
        today = self.today()
        members = Members([], [], [])
        for block in self.members:
            start, end = block.value.get("start_date"), block.value.get("end_date")
            if start is not None and start > today:
                members.coming.append(block.value)
            elif end is not None and end < today:
                members.before.append(block.value)
            else:
                members.now.append(block.value)
        return members


class HouseRulesPage(StandingPage):
    """Numbered rules that people can cite and print, with a version and what changed."""

    page_description = _("Numbered rules with version and date, made to be cited and printed.")
    default_icon = "scale"
    version = models.CharField(
        _("version"), max_length=40, blank=True, help_text=_("For example 3, or Spring 2026.")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    what_changed = models.TextField(
        _("what changed"),
        max_length=1000,
        blank=True,
        help_text=_("In a few words, for those who know the version before."),
    )
    rules = StreamField(
        RulesBlock(),
        blank=True,
        verbose_name=_("rules"),
        help_text=_("Sections and rules are numbered by themselves: 1, 1.1, 1.2, 2 …"),
    )
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]),
                FieldPanel("what_changed"),
            ],
            heading=_("Version"),
        ),
        FieldPanel("body", heading=_("Before the rules")),
        FieldPanel("rules"),
    ]
    search_fields: ClassVar[list[Any]] = [*StandingPage.search_fields, index.SearchField("rules")]
    template = "portal/house_rules_page.html"

    class Meta:
        verbose_name = _("house rules")
