"""What a page makes findable: its own words, the parts for some readers only, its documents."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from wagtail import blocks
from wagtail.blocks.struct_block import StructValue
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.audiences import Audience
from portal.blocks.audience import AudienceBlock
from portal.queries.access import building_home_of, company_page_of, findable_pages
from portal.queries.languages import original_of
from portal.queries.library import library_file_ids
from portal.queries.readers import audience_of
from portal.queries.references import references_of
from search.models import DocumentText, SearchEntry

if TYPE_CHECKING:
    from portal.models import BuildingHomePage
    from search.models.entries import SearchEntryQuerySet

#: How the fragment of a document begins that is not its page's own.
ON_A_PAGE = "document:"
#: Fits no home; staff are asked for none.
NO_RESIDENT = Audience(kinds=frozenset({"nobody"}))
#: Much more than anybody writes on one page.
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry to be: the values of a `SearchEntry` that come from the page."""

    fragment: str
    kind: str
    heading: str
    text: str
    audience: list[dict[str, Any]]
    audience_key: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything findable about one page; no entries when nobody may find it."""

    company_id: int
    building_id: int
    home_path: str
    language: str
    published_at: dt.datetime | None
    valid_until: dt.datetime | None
    entries: list[EntryFacts]
    #: Documents whose words are not known yet.
    unread_ids: list[int]


@dataclass(slots=True)
class _Part:
    """A stretch of a page that is for the same readers."""

    key: str
    audiences: tuple[Audience, ...]
    texts: list[str] = field(default_factory=list)
    document_ids: list[int] = field(default_factory=list)


def facts_of(page: Page) -> PageFacts | None:
    """What `page` (in its own type) makes findable; None where nobody may find it: not live,
    outside of a building, or the translation of a page that is not live."""
    home = building_home_of(page) if page.live else None
    if home is None or not getattr(page, "is_findable", True):
        return None
    original = original_of(page).specific if home.is_translation else page
    if home.is_translation and (original.pk == page.pk or not original.live):
        return None
    parts = _parts_of(page, original)
    used = {number for part in parts for number in part.document_ids}
    documents = _documents_on(home, original, used)
    read = _texts_of(documents)
    entries: list[EntryFacts] = []
    for part in parts:
        audience, key = _stored(part.audiences, home.building_id)
        shown = [number for number in dict.fromkeys(part.document_ids) if number in documents]
        kind = getattr(page, "search_kind", SearchEntry.Kind.PAGE)
        own_id = None
        if kind == SearchEntry.Kind.DOCUMENT and not part.key:
            # A page of the library and its file are one thing to readers.
            own_id, shown = (shown[0] if shown else None), []
            part.texts.append(read.get(own_id or 0, ""))
        text = " ".join(" ".join(part.texts).split())[:MOST_CHARACTERS]
        if text or not part.key:
            entries.append(EntryFacts(part.key, kind, page.title, text, audience, key, own_id))
        entries += [
            EntryFacts(
                fragment=f"{ON_A_PAGE}{number}:{part.key}".rstrip(":"),
                kind=SearchEntry.Kind.DOCUMENT,
                heading=documents[number].title,
                text=read.get(number, ""),
                audience=audience,
                audience_key=key,
                document_id=number,
            )
            for number in shown
        ]
    return PageFacts(
        company_id=home.company_id,
        building_id=home.building_id,
        home_path=home.path,
        language=page.locale.language_code,
        published_at=page.first_published_at,
        valid_until=page.expire_at,
        entries=entries,
        unread_ids=[number for number in documents if number not in read],
    )


def _texts_of(documents: dict[int, Any]) -> dict[int, str]:
    """The words of documents whose present file was read."""
    known = DocumentText.objects.filter(document_id__in=documents)
    return {
        found.document_id: found.text
        for found in known
        if found.file_key == file_key(documents[found.document_id])
    }


def file_key(document: Any) -> str:
    """What changes when another file takes the place of this one."""
    return f"{document.file_hash or document.file_size}:{document.file.name}"[-200:]


def _parts_of(page: Page, original: Page) -> list[_Part]:
    # A translation is read at its original's address, by those whom the original is for.
    whole = dict.fromkeys((audience_of(original), audience_of(page)))
    body = _Part("", tuple(audience for audience in whole if not audience.is_everybody))
    parts = [body]
    for search_field in page.get_searchable_search_fields():
        if search_field.field_name == "title":
            continue
        if isinstance(_model_field(page, search_field.field_name), StreamField):
            stream = getattr(page, search_field.field_name)
            _walk(stream.stream_block, stream, body, parts)
        else:
            body.texts.append(str(search_field.get_value(page) or ""))
    # What hangs on the page in other ways: chosen in a field, or listed beside it.
    seen = {number for part in parts for number in part.document_ids}
    own = getattr(original, "searchable_document_ids", None)
    if own is None:
        own = [number for model, number in references_of(page) if model is get_document_model()]
    body.document_ids += [int(number) for number in own if int(number) not in seen]
    return parts


def _model_field(page: Page, name: str) -> Any:
    return next((f for f in page._meta.get_fields() if f.name == name), None)


def _walk(block: Any, value: Any, part: _Part, parts: list[_Part]) -> None:
    """Go through a page's blocks; each part for some readers becomes a `_Part` of its own."""
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            if isinstance(child.block, AudienceBlock):
                inner = _Part(child.id or str(len(parts)), part.audiences + _only_for(child.value))
                parts.append(inner)
                _walk(child.block.child_blocks["content"], child.value["content"], inner, parts)
            else:
                _walk(child.block, child.value, part, parts)
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            _walk(child.block, child.value, part, parts)
    elif isinstance(block, blocks.StructBlock) and isinstance(value, StructValue):
        for name, child in block.child_blocks.items():
            _walk(child, value.get(name), part, parts)
    elif value is not None:
        part.texts += _words_in(block, value)
        part.document_ids += [
            int(number)
            for model, number, _path, _content_path in block.extract_references(value)
            if model is get_document_model()
        ]


def _only_for(value: Any) -> tuple[Audience, ...]:
    audience: Audience = value["only_for"].audience
    # No editor can leave the choice empty; were one empty all the same, it is no "everybody".
    return (NO_RESIDENT if audience.is_everybody else audience,)


def _words_in(block: Any, value: Any) -> list[str]:
    if isinstance(block, (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)):
        return []  # "Good to know" is how a block looks, not what the page says.
    if isinstance(block, blocks.EmailBlock):
        return [str(value)]
    return [str(found) for found in block.get_searchable_content(value)]


def _stored(audiences: tuple[Audience, ...], building_id: int) -> tuple[list[dict[str, Any]], str]:
    """The audiences as they are stored, and their key."""
    narrow = [audience.as_json() for audience in audiences if not audience.is_everybody]
    if not narrow:
        return [], ""
    digest = hashlib.sha256(json.dumps(narrow, sort_keys=True).encode()).hexdigest()
    return narrow, f"{building_id}-{digest[:32]}"


def _documents_on(home: "BuildingHomePage", page: Page, ids: set[int]) -> dict[int, Any]:
    """Those that readers of the page could open: of the building or of its company, and files of
    the library only on a page of the library."""
    company_page = company_page_of(page)
    shared = company_page.collection.path if company_page is not None else ""
    if not hasattr(page, "searchable_document_ids"):
        ids = ids - library_file_ids(ids)
    found = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {
        document.pk: document
        for document in found.order_by("pk")
        if document.collection.path == shared
        or document.collection.path.startswith(home.collection.path)
    }


def family_of(page: Page) -> list[int]:
    """The ids of the page and its translations, as far as they are live."""
    return _live_families(Page.objects.filter(pk=page.pk))


def pages_to_index(path: str) -> list[int]:
    """The ids of live pages at or below a place in the tree (treebeard's path), and of their
    translations, which stand elsewhere."""
    return _live_families(Page.objects.filter(path__startswith=path))


def _live_families(pages: Any) -> list[int]:
    found = Page.objects.live().filter(translation_key__in=pages.values("translation_key"))
    return list(found.order_by("path").values_list("pk", flat=True))


def pages_out_of_date(limit: int) -> list[int]:
    """Live pages of buildings that were never indexed, or were published since."""
    indexed = SearchEntry.objects.filter(fragment="")
    stale = indexed.filter(page__last_published_at__gt=F("indexed_at"))
    found = findable_pages().filter(
        ~Q(pk__in=indexed.values("page_id")) | Q(pk__in=stale.values("page_id"))
    )
    return list(found.order_by("pk").values_list("pk", flat=True)[:limit])


def entries_astray() -> "SearchEntryQuerySet":
    """Entries whose page is no longer live, or stands in another building by now."""
    lost = Q(page__live=False) | ~Q(page__path__startswith=F("home_path"))
    return SearchEntry.objects.filter(lost)


def documents_to_read(limit: int | None = None) -> list[int]:
    """Documents on findable pages whose words are not known yet; at most `limit`, if given."""
    found = SearchEntry.objects.filter(document__isnull=False).exclude(
        document_id__in=DocumentText.objects.values("document_id")
    )
    return list(found.order_by().values_list("document_id", flat=True).distinct()[:limit])
