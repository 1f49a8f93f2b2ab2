"""The one search over everything a reader may see."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from modelsearch.query import And, Not, Or, Phrase, PlainText

from foundation import clock
from search.index import find, find_beginnings
from search.models import SearchEntry
from search.text.normalising import words_of
from search.text.questions import Question, Term, understood
from search.text.snippets import Matcher, marked, matcher_of, snippet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.safestring import SafeString

    from accounts.models import User
    from search.models.entries import SearchEntryQuerySet

    Viewer = User | AnonymousUser

#: Only the best so many entries are looked at; who finds more should ask more narrowly.
MOST = 1_000
MOST_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, and what it is narrowed to; empty values narrow nothing."""

    text: str
    building_id: int | None = None
    kind: str = ""
    language: str = ""
    #: Published at or after, and before.
    since: dt.datetime | None = None
    before: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A page or document, shown by the part that fits best."""

    kind: str
    heading: str
    #: Heading and lines around the match, escaped, matching words in <mark>.
    heading_html: "SafeString"
    snippet_html: "SafeString"
    url: str
    building: str
    building_slug: str
    company_slug: str
    #: For a document: the page it is on.
    page_title: str
    page_url: str
    published_at: dt.datetime | None
    language: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: all hits as light rows, best first; `hits` makes some whole."""

    question: Question
    rows: list[SearchEntry]
    #: How many hits of each kind there are, whatever kind was asked for.
    kinds: "Counter[str]"
    languages: list[str]
    #: There were more than are counted.
    is_cut: bool = False

    @property
    def count(self) -> int:
        return len(self.rows)


def search(user: "Viewer", wanted: Wanted) -> Found:
    """Everything `user` may see that fits; a page once, by its best part. At most five queries.

    Raises:
        SearchUnavailable: the engine outside does not answer.
    """
    question = understood(wanted.text)
    if question.is_empty:
        return Found(question, [], Counter(), [])
    entries = _narrowed(_visible(user), wanted)
    rows = find(_asked(question), _light(entries), MOST)
    hits = _once_each(rows)
    kinds = Counter(row.kind for row in hits)
    languages = sorted({row.language for row in hits})
    if wanted.kind and len(rows) == MOST:
        # Among so many, those of one kind may all stand behind the cut.
        rows = find(_asked(question), _light(entries.filter(kind=wanted.kind)), MOST)
        hits = _once_each(rows)
    if wanted.kind:
        hits = [row for row in hits if row.kind == wanted.kind]
    return Found(question, hits, kinds, languages, is_cut=len(rows) == MOST)


def hits_of(found: Found, start: int, stop: int) -> list[Hit]:
    """The hits of one page, with addresses and snippets; one query."""
    rows = found.rows[start:stop]
    whole = SearchEntry.objects.select_related("page", "document", "building__company").in_bulk(
        [row.pk for row in rows]
    )
    matches = matcher_of(found.question)
    entries = [whole[row.pk] for row in rows if row.pk in whole]
    return [_hit(entry, matches) for entry in entries if _is_in_place(entry)]


def better_spelling(user: "Viewer", wanted: Wanted) -> str:
    """The question in words that occur in headings the person may see, if that finds anything.

    Empty when there is nothing to propose. For questions without a hit only: it reads headings.
    """
    question = understood(wanted.text)
    headings = (
        _narrowed(_visible(user), wanted)
        .order_by("-published_at")
        .values_list("heading", flat=True)[:MOST]
    )
    known = {word: word for heading in headings for word in words_of(heading) if len(word) > 2}
    words: list[str] = []
    for term in question.wanted:
        for word in term.words:
            close = [word] if word in known else get_close_matches(word, known, n=1, cutoff=0.7)
            words += close or [word]
    proposal = " ".join(words)
    if understood(proposal) == question or not proposal:
        return ""
    return proposal if search(user, replace(wanted, text=proposal)).count else ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    heading: str
    kind: str
    url: str


def suggestions(user: "Viewer", text: str, building_id: int | None = None) -> list[Suggestion]:
    """Headings of what the person may see, having all the words, the last perhaps unfinished."""
    question = understood(text)
    words = [word for term in question.wanted for word in term.words]
    if not words:
        return []
    entries = _narrowed(_visible(user), Wanted(text, building_id))
    query = PlainText(" ".join(words), operator="and")
    related = entries.select_related("page", "document").defer("text")
    rows = [
        row
        for row in _once_each(find_beginnings(query, related, MOST_SUGGESTIONS * 4))
        if _is_in_place(row)
    ]
    by_heading = {row.heading: row for row in reversed(rows)}
    best = sorted(by_heading.values(), key=rows.index)[:MOST_SUGGESTIONS]
    return [Suggestion(row.heading, row.kind, _url(row)) for row in best]


def is_found(*, document_id: int) -> bool:
    return SearchEntry.objects.filter(document_id=document_id).exists()


def _visible(user: "Viewer") -> "SearchEntryQuerySet":
    return SearchEntry.objects.visible_to(user).current_at(clock.now())


def _narrowed(entries: "SearchEntryQuerySet", wanted: Wanted) -> "SearchEntryQuerySet":
    """Everything but the kind, which is counted as well."""
    if wanted.building_id is not None:
        entries = entries.filter(building_id=wanted.building_id)
    if wanted.language:
        entries = entries.filter(language=wanted.language)
    if wanted.since is not None:
        entries = entries.filter(published_at__gte=wanted.since)
    if wanted.before is not None:
        entries = entries.filter(published_at__lt=wanted.before)
    return entries


def _light(entries: "SearchEntryQuerySet") -> "SearchEntryQuerySet":
    return entries.select_related("page").only(
        "pk", "page__translation_key", "document_id", "kind", "language"
    )


def _asked(question: Question) -> Any:
    """The question in modelsearch's words, which every engine understands."""
    terms = [_term(term) for term in question.wanted]
    return And([*terms, *(Not(_term(term)) for term in question.unwanted)])


def _term(term: Term) -> Any:
    # A phrase of one word is that very word; plain text also finds what begins with it.
    exact = Phrase(" ".join(term.words))
    if not term.stems:
        return exact
    return Or([exact, *(PlainText(stem) for stem in term.stems if len(stem) > 1)])


def _once_each(rows: Iterable[Any]) -> list[SearchEntry]:
    """The best part of each page, and each document once; of two languages the reader's own."""
    own = get_language()
    best: dict[Any, SearchEntry] = {}
    for row in rows:
        key = row.document_id or row.page.translation_key
        if key not in best or (row.language == own != best[key].language):
            best[key] = row
    return list(best.values())


def _is_in_place(entry: Any) -> bool:
    """The last look before a hit is shown: the page is live and stands in that building."""
    return bool(entry.page.live and entry.page.path.startswith(entry.home_path))


def _page_url(entry: Any) -> str:
    """The page in the language of the words that were found."""
    # In the page's own type, which knows that a translation has the address of its original.
    url = entry.page.specific_deferred.get_url() or ""
    return url if entry.language == get_language() else f"{url}?language={entry.language}"


def _url(entry: Any) -> str:
    return str(entry.document.url) if entry.document is not None else _page_url(entry)


def _hit(entry: Any, matches: Matcher) -> Hit:
    is_document = entry.document is not None
    return Hit(
        kind=entry.kind,
        heading=entry.heading,
        heading_html=marked(entry.heading, matches),
        snippet_html=snippet(entry.text, matches),
        url=_url(entry),
        building=entry.building.name,
        building_slug=entry.building.slug,
        company_slug=entry.building.company.slug,
        page_title=entry.page.title if is_document else "",
        page_url=_page_url(entry) if is_document else "",
        published_at=entry.published_at,
        language=entry.language,
    )
