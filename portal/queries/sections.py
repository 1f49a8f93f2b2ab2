"""What a page holds: cards of a section, albums of a gallery, questions that fit a search."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.html import strip_tags
from django.utils.translation import get_language
from wagtail.models import Page

from portal.queries.languages import in_language
from portal.queries.places import site_url
from portal.queries.readers import audience_of

if TYPE_CHECKING:
    from portal.audiences import Reader, WatchedReader
    from portal.models import BuildingHomePage, FAQPage, GalleryPage

MOST_CARDS = 60


@dataclass(frozen=True, slots=True)
class Card:
    """A page as lists and menus show it."""

    title: str
    url: str
    summary: str
    icon: str
    image: Any = None
    #: Of the words, where the page around them speaks another.
    foreign_language: str = ""


def card_of(page: Page, url: str) -> Card:
    return Card(
        title=page.title,
        url=url,
        summary=getattr(page, "summary", ""),
        icon=getattr(page, "menu_icon", getattr(page, "default_icon", "file-text")),
        image=getattr(page, "lead_image", None),
        foreign_language=getattr(page, "foreign_language", ""),
    )


def url_in(page: Page, home: "BuildingHomePage") -> str:
    """The address of a page of the building's own tree, without asking Wagtail for the site."""
    return site_url(home.building) + str(page.url_path)[len(home.url_path) :]


def original_in(page: Page, home: "BuildingHomePage") -> Page:
    """`page` itself, or the page of the building's own tree that it translates.

    Lists are those of the building's own tree: a translated one holds only what is translated.
    """
    if page.path.startswith(home.path):
        return page
    own = Page.objects.filter(
        translation_key=page.translation_key, path__startswith=home.path
    ).first()
    return own or page


def children_of(home: "BuildingHomePage") -> list[Page]:
    """The live pages right below a building's home, read once: menu and home page show them.

    One query, whatever kinds there are: plain pages with `chosen_icon` and `chosen_summary`.
    """
    known: list[Page] | None = getattr(home, "_children", None)
    if known is None:
        found = home.get_children().live().order_by("path")
        known = list(
            found.annotate(chosen_icon=_of_any_kind("icon"), chosen_summary=_of_any_kind("summary"))
        )
        home._children = known
    return known


def _of_any_kind(name: str) -> Coalesce:
    """The value of a text field that some kinds of page have, else an empty one."""
    kinds = [
        model._meta.model_name
        for model in apps.get_models()
        if issubclass(model, Page) and any(field.name == name for field in model._meta.local_fields)
    ]
    return Coalesce(*(NullIf(f"{kind}__{name}", Value("")) for kind in kinds), Value(""))


def plain_meant_for(pages: Iterable[Page], reader: "Reader | WatchedReader") -> list[Page]:
    """Those of plain `pages` that are for `reader`.

    Only kinds that may be for a part of the house are read as themselves.
    """
    from portal.models import BuildingPage

    return [
        page
        for page in pages
        if getattr(page.specific_class, "reading_audience", None) is BuildingPage.reading_audience
        or audience_of(page.specific).includes(reader)
    ]


def plain_cards_of(pages: Iterable[Page], home: "BuildingHomePage") -> list[Card]:
    """Pages of `children_of` as cards in the active language, at their one address."""
    pages = list(pages)
    shown = in_language(pages, home.building, get_language() or home.building.language)
    return [
        Card(
            title=translated.title,
            url=url_in(own, home),
            summary=getattr(translated, "summary", getattr(own, "chosen_summary", "")),
            icon=getattr(own, "chosen_icon", "")
            or getattr(own.specific_class, "default_icon", "file-text"),
            foreign_language=getattr(translated, "foreign_language", ""),
        )
        for own, translated in zip(pages, shown, strict=True)
    ]


def for_reader(
    pages: Iterable[Any], reader: "Reader | WatchedReader", home: "BuildingHomePage"
) -> list[Any]:
    """Those of `pages`, given as their own types, that are for `reader`, in the active language."""
    return in_language(
        meant_for(pages, reader), home.building, get_language() or home.building.language
    )


def meant_for(pages: Iterable[Any], reader: "Reader | WatchedReader") -> list[Any]:
    """Those of `pages`, given as their own types, that are for `reader`."""
    return [page for page in pages if audience_of(page).includes(reader)]


def cards_of(
    pages: Iterable[Any], reader: "Reader | WatchedReader", home: "BuildingHomePage"
) -> list[Card]:
    """Pages of the building's own tree as cards in the active language, at their one address."""
    meant = meant_for(pages, reader)
    shown = for_reader(meant, reader, home)
    return [card_of(page, url_in(own, home)) for own, page in zip(meant, shown, strict=True)]


def parents_of(page: Page, home: "BuildingHomePage") -> list[Page]:
    """The pages between the building's home and `page`, for the way up; no query without any."""
    if page.depth <= home.depth + 1:
        return []
    above = original_in(page, home).get_ancestors().filter(depth__gt=home.depth)
    return in_language(list(above), home.building, get_language() or home.building.language)


def section_cards(
    page: Page, reader: "Reader | WatchedReader", home: "BuildingHomePage"
) -> list[Card]:
    """The live pages right below `page` that are for `reader`, in the editors' order."""
    below = original_in(page, home).get_children().live().order_by("path").specific()[:MOST_CARDS]
    return cards_of(below, reader, home)


def albums_below(
    page: "GalleryPage", reader: "Reader | WatchedReader", home: "BuildingHomePage"
) -> list["GalleryPage"]:
    """The albums on a shelf, newest first; those without a date come last."""
    from portal.models import GalleryPage

    below = GalleryPage.objects.child_of(original_in(page, home)).live().order_by("path")
    albums: list[GalleryPage] = for_reader(below.select_related("lead_image"), reader, home)
    # Sorting is stable: the undated keep the editors' order.
    return sorted(albums, key=lambda album: album.date or dt.date.min, reverse=True)


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    title: str
    #: ListBlock's children: `.id` for the link to one question, `.value` with question and answer.
    questions: list[Any]


def matching_questions(page: "FAQPage", text: str) -> list[QuestionGroup]:
    """The groups with the questions that hold every word of `text`; all of them without text."""
    words = text.casefold().split()
    groups = []
    for block in page.questions:
        questions = [
            bound for bound in block.value["questions"].bound_blocks if _holds(bound.value, words)
        ]
        if questions:
            groups.append(QuestionGroup(block.value["title"], questions))
    return groups


def _holds(question: Any, words: list[str]) -> bool:
    text = f"{question['question']} {strip_tags(question['answer'].source)}".casefold()
    return all(word in text for word in words)
