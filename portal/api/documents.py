"""The documents of a building for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf
from foundation.problems import Problem
from portal.queries.library import DocumentLine, document_with_id, documents_visible_to
from portal.queries.readings import ApartmentReading, readings_for

documents = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}

Category = Literal["rules", "minutes", "money", "energy", "form", "contract", "plan", "other"]


class VersionOut(Schema):
    label: str
    document_date: dt.date
    note: str
    file_name: str
    file_size: int | None
    download_url: str


class DocumentOut(Schema):
    id: UUID
    building: UUID
    title: str
    summary: str
    category: Category
    folders: list[str]
    url: str
    is_for_everybody: bool
    must_be_read: bool
    valid_until: dt.date | None
    is_expired: bool
    current_version: VersionOut | None
    older_versions: list[VersionOut]
    read_at: dt.datetime | None


class DocumentList(PageOf):
    items: list[DocumentOut]


class PersonReadingOut(Schema):
    full_name: str
    kind: Literal["owner", "tenant", "occupant"]
    has_account: bool
    read_at: dt.datetime | None
    times: int


class ApartmentReadingOut(Schema):
    apartment_number: str
    is_read: bool
    people: list[PersonReadingOut]


class ReadingList(PageOf):
    items: list[ApartmentReadingOut]


@documents.get("", response={200: DocumentList, **REFUSALS}, operation_id="list_documents")
def list_documents(
    request: HttpRequest, building: str | None = None, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """The published documents that are for you, by building and title; expired ones too."""
    place = building_named(request.user, building) if building is not None else None
    found = documents_visible_to(request.user, place)
    part = found[offset : offset + limit]
    return {"items": [_document(request, line) for line in part], "count": len(found)}


@documents.get(
    "/{uuid:document_id}", response={200: DocumentOut, **REFUSALS}, operation_id="get_document"
)
def get_document(request: HttpRequest, document_id: UUID) -> Any:
    """One document of a library, with its versions."""
    return _document(request, document_with_id(request.user, document_id))


@documents.get(
    "/{uuid:document_id}/readings",
    response={200: ReadingList, **REFUSALS},
    operation_id="list_document_readings",
)
def list_document_readings(
    request: HttpRequest, document_id: UUID, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """Apartment by apartment, who has opened the current version. For those who publish it."""
    found = readings_for(request.user, document_id)  # type: ignore[arg-type]
    part = found[offset : offset + limit]
    return {"items": [_apartment(item) for item in part], "count": len(found)}


def _document(request: HttpRequest, line: DocumentLine) -> dict[str, Any]:
    page = line.page
    versions = [
        {
            "label": version.label,
            "document_date": version.document_date,
            "note": version.note,
            "file_name": version.document.filename,
            "file_size": version.document.file_size,
            "download_url": version.document.url,
        }
        for version in line.versions
    ]
    return {
        "id": page.translation_key,
        "building": line.building.uuid,
        "title": line.words.title,
        "summary": line.words.summary,
        "category": page.category,
        "folders": line.folders,
        "url": page.get_url(request),
        "is_for_everybody": page.reading_audience.is_everybody,
        "must_be_read": page.must_be_read,
        "valid_until": page.valid_until,
        "is_expired": line.is_expired,
        "current_version": versions[0] if versions else None,
        "older_versions": versions[1:],
        "read_at": line.read_at,
    }


def _apartment(item: ApartmentReading) -> dict[str, Any]:
    return {
        "apartment_number": item.number,
        "is_read": item.is_read,
        "people": [
            {
                "full_name": person.residency.person.full_name,
                "kind": person.residency.kind,
                "has_account": person.has_account,
                "read_at": person.read_at,
                "times": person.times,
            }
            for person in item.people
        ],
    }
