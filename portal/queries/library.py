"""The document library as one reader sees it: folders, documents, versions, files."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from buildings.properties.queries import building_run_by, buildings_visible_to
from foundation import clock
from foundation.errors import NotFound
from portal.audiences import FIELDS, Audience, Reader, WatchedReader
from portal.models import (
    BuildingHomePage,
    DocumentFolderPage,
    DocumentLibraryPage,
    DocumentPage,
    DocumentRead,
    DocumentVersion,
    LibraryFile,
)
from portal.queries.access import (
    BUILDING_DEPTH,
    building_home_of,
    can_view_building,
    can_view_collection,
)
from portal.queries.languages import in_language, original_of
from portal.queries.places import building_site
from portal.queries.readers import is_meant, reader_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from accounts.models import User
    from buildings.properties.models import Building

    Viewer = User | AnonymousUser

AnyReader = Reader | WatchedReader

#: How long a document is marked as new or updated, and how long before its end it is marked.
FRESH_FOR = dt.timedelta(days=14)
ENDS_SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as lists show it to one reader."""

    page: DocumentPage
    #: The same page in the reader's language: title and summary come from here, all else does not.
    words: "Page"
    building: "Building"
    #: Titles of the folders around it, outermost first.
    folders: list[str]
    versions: list[DocumentVersion]
    is_new: bool
    is_updated: bool
    is_expired: bool
    ends_soon: bool
    #: When this reader last opened the current version, and any version.
    read_at: dt.datetime | None
    read_before_at: dt.datetime | None

    @property
    def current(self) -> DocumentVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def older(self) -> list[DocumentVersion]:
        return self.versions[1:]

    @property
    def is_waiting(self) -> bool:
        """Whether the reader is asked to open it and has not."""
        return self.page.must_be_read and not self.is_expired and self.read_at is None


@dataclass(frozen=True, slots=True)
class FolderCard:
    page: "Page"
    summary: str
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library or a folder: what is in it for one reader."""

    crumbs: "list[Page]"
    #: What the reader is asked to open and has not, here and in the folders below.
    waiting: list[DocumentLine]
    folders: list[FolderCard]
    documents: list[DocumentLine]
    archive: list[DocumentLine]
    sort: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """One document for one reader."""

    crumbs: "list[Page]"
    line: DocumentLine
    is_staff: bool


def library_of(building: "Building") -> DocumentLibraryPage | None:
    """The library of a building that was itself fetched through a scoped query."""
    home = building_site(building)
    library: DocumentLibraryPage | None = DocumentLibraryPage.objects.child_of(home).first()
    return library


def shelf(user: "Viewer", reader: AnyReader, place: "Page", sort: str) -> Shelf:
    """What lies in a library or folder that the reader was let into.

    `reader` may be somebody as whom an editor looks. `sort` is `name` or `date` (newest first,
    also for anything else). Folders in which there is nothing for a resident are not shown to
    them.
    """
    place = original_of(place)
    building = _home_of(place).building
    below = [page for page in _live_below(place) if page.reading_audience.includes(reader)]
    everything = _sorted(_lines(below, user, building), sort)
    lines = [line for line in everything if line.page.depth == place.depth + 1]
    folders = DocumentFolderPage.objects.child_of(place).live().order_by("title")
    cards = [
        FolderCard(words, words.summary, sum(page.path.startswith(folder.path) for page in below))
        for folder, words in zip(folders, _in_words(list(folders), building), strict=True)
    ]
    return Shelf(
        crumbs=_crumbs(place, building),
        waiting=[line for line in everything if line.is_waiting and not reader.is_staff],
        folders=[card for card in cards if card.count or reader.is_staff],
        documents=[line for line in lines if not line.is_expired],
        archive=[line for line in lines if line.is_expired],
        sort="name" if sort == "name" else "date",
        is_staff=reader.is_staff,
    )


def leaf(user: "Viewer", reader: AnyReader, page: DocumentPage) -> Leaf:
    """One document that the reader was let into, drafts in the editor's preview included."""
    original = original_of(page)
    facts = page if original.pk == page.pk else original
    building = _home_of(original).building
    line = next(iter(_lines([facts], user, building)))
    return Leaf(
        crumbs=_crumbs(original, building),
        line=replace(line, words=page),
        is_staff=reader.is_staff,
    )


def documents_of(user: "Viewer", building: "Building") -> list[DocumentLine]:
    """All published documents of a building for this reader, by title, expired ones included."""
    reader = reader_in(user, building)
    below = _live_below(building_site(building))
    pages = (page for page in below if page.reading_audience.includes(reader))
    return _sorted(_lines(pages, user, building), "name")


def documents_for(reader: Reader, building: "Building") -> list[DocumentPage]:
    """The valid documents of a building for `reader`, those for the fewest people first."""
    today = clock.today(building.time_zone)
    pages = [
        page for page in _live_below(building_site(building))
        if not page.is_expired_on(today) and page.reading_audience.includes(reader)
    ]  # fmt: skip
    return sorted(pages, key=lambda page: (*_width(page.reading_audience), page.title.casefold()))


def documents_visible_to(user: "Viewer", building: "Building | None" = None) -> list[DocumentLine]:
    """The documents of one building, or of all the reader's buildings."""
    buildings = [building] if building is not None else list(buildings_visible_to(user))
    return [line for each in buildings for line in documents_of(user, each)]


def document_with_id(user: "Viewer", uuid: UUID) -> DocumentLine:
    """
    Raises:
        NotFound: unknown, not published, or not for this person.
    """
    page, building = _page_with_id(uuid)
    if not can_view_building(user, building.company_id, building.pk) or not is_meant(
        user, page, building
    ):
        raise NotFound("There is no such document, or it is not for you.")
    return _lines([page], user, building)[0]


def document_run_by(
    user: "Viewer", company_slug: str, building_slug: str, uuid: UUID
) -> "tuple[DocumentPage, Building]":
    """A published document at the desk of its building.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    building = building_run_by(user, company_slug, building_slug)
    page, found_in = _page_with_id(uuid)
    if found_in.pk != building.pk:
        raise NotFound("There is no such document in this building.")
    return page, building


@dataclass(frozen=True, slots=True)
class FileAccess:
    """That somebody may have a file. `page` is the document through which a resident gets it;
    None where nobody counts readers: staff, and files outside the library."""

    page: DocumentPage | None = None
    building: "Building | None" = None


def file_access(user: "Viewer", document: Any) -> FileAccess | None:
    """Whether the reader may have the file of a Wagtail document; None if not.

    A file of the library is opened by its published pages alone, one that means the reader is
    enough; drafts are for those who write. Everything else follows its collection.
    """
    if not can_view_collection(user, document.collection):
        return None
    if not LibraryFile.objects.filter(document=document).exists():
        return FileAccess()
    policy = policy_registry.get_by_type(get_document_model())
    if policy.user_has_any_permission_for_instance(user, ["change", "choose"], document):
        return FileAccess()
    pages = DocumentPage.objects.live().filter(versions__document=document).distinct()
    for page in pages.order_by("-pk"):
        home = building_home_of(page)
        if (
            home is not None
            # A translation only lends its words: audience and versions are the original's.
            and not home.is_translation
            and can_view_building(user, home.company_id, home.building_id)
            and is_meant(user, page, home.building)
        ):
            if reader_in(user, home.building).is_staff:
                return FileAccess()
            return FileAccess(page, home.building)
    return None


def library_file_ids(document_ids: Iterable[int]) -> set[int]:
    """Those of the documents that only published pages of the library open."""
    known = LibraryFile.objects.filter(document_id__in=list(document_ids))
    return set(known.values_list("document_id", flat=True))


def _home_of(page: "Page") -> BuildingHomePage:
    home = building_home_of(page)
    if home is None:
        raise NotFound
    return home


def _crumbs(page: "Page", building: "Building") -> "list[Page]":
    """The pages between the building's home and `page`."""
    above = page.get_ancestors().filter(depth__gt=BUILDING_DEPTH).order_by("depth")
    return _in_words(list(above), building)


def _in_words(pages: list[Any], building: "Building") -> list[Any]:
    return in_language(pages, building, get_language() or building.language)


def _live_below(place: "Page") -> list[DocumentPage]:
    return list(
        DocumentPage.objects.descendant_of(place)
        .live()
        .defer("body")
        .prefetch_related("versions__document")
    )


def _page_with_id(uuid: UUID) -> "tuple[DocumentPage, Building]":
    pages = DocumentPage.objects.live().filter(translation_key=uuid)
    for page in pages.prefetch_related("versions__document").order_by("pk"):
        home = building_home_of(page)
        if home is not None and not home.is_translation:
            return page, home.building
    raise NotFound("There is no such document, or it is not for you.")


def _lines(
    pages: Iterable[DocumentPage], user: "Viewer", building: "Building"
) -> list[DocumentLine]:
    found = list(pages)
    readings = _readings(user, found)
    folders = _folders_above(found)
    words = _in_words(found, building)
    return [
        _line(page, its_words, building, folders, readings)
        for page, its_words in zip(found, words, strict=True)
    ]


def _folders_above(pages: list[DocumentPage]) -> dict[str, str]:
    """Titles of the folders around these pages, by path."""
    paths = {
        page.path[:length]
        for page in pages
        for length in range(page.steplen, len(page.path), page.steplen)
    }
    folders = DocumentFolderPage.objects.filter(path__in=paths)
    return dict(folders.order_by("path").values_list("path", "title"))


def _readings(user: "Viewer", pages: list[DocumentPage]) -> dict[tuple[int, int], dt.datetime]:
    """When the reader last opened each file, by (page, file)."""
    if not user.is_authenticated:
        return {}
    own = DocumentRead.objects.filter(user=user, page__in=[page.pk for page in pages])
    return {(read.page_id, read.document_id): read.last_read_at for read in own}


def _line(
    page: DocumentPage,
    words: "Page",
    building: "Building",
    folders: dict[str, str],
    readings: dict[tuple[int, int], dt.datetime],
) -> DocumentLine:
    today, now = clock.today(building.time_zone), clock.now()
    versions = page.versions_by_date()
    read = [readings.get((page.pk, version.document_id)) for version in versions]
    is_expired = page.is_expired_on(today)
    added_at = versions[0].document.created_at if versions else None
    return DocumentLine(
        page=page,
        words=words,
        building=building,
        folders=[title for path, title in folders.items() if page.path.startswith(path)],
        versions=versions,
        is_new=bool(page.first_published_at and now - page.first_published_at < FRESH_FOR),
        is_updated=len(versions) > 1 and added_at is not None and now - added_at < FRESH_FOR,
        is_expired=is_expired,
        ends_soon=bool(
            page.valid_until and not is_expired and page.valid_until - today <= ENDS_SOON
        ),
        read_at=read[0] if read else None,
        read_before_at=max((at for at in read if at), default=None),
    )


def _sorted(lines: list[DocumentLine], sort: str) -> list[DocumentLine]:
    if sort == "name":
        return sorted(lines, key=lambda line: line.words.title.casefold())
    return sorted(
        lines,
        key=lambda line: line.current.document_date if line.current else dt.date.min,
        reverse=True,
    )


def _width(audience: Audience) -> tuple[bool, bool, int]:
    """Sorts narrow audiences first: named apartments, then by how much is asked for, then all."""
    filled = sum(bool(getattr(audience, name)) for name in FIELDS)
    return (audience.is_everybody, not audience.apartments, -filled)


def document_ids_in_revision(content: dict[str, Any]) -> set[int]:
    """The files that a stored draft of a document page names."""
    versions: list[dict[str, Any]] = content.get("versions") or []
    return {version["document"] for version in versions if version.get("document")}
