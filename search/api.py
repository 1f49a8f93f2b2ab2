"""The search for programs."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf
from foundation.problems import Problem
from search.queries import entries
from search.text.questions import MAX_LENGTH

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 404: Problem, 422: Problem, 503: Problem}

Kind = Literal["page", "announcement", "event", "document", "contact"]
Text = Annotated[
    str,
    Query(max_length=MAX_LENGTH, description='Words, "exact phrases" and -unwanted words.'),
]
Building = Annotated[str | None, Query(description="UUID, slug, or company/slug.")]


class HitOut(Schema):
    kind: Kind
    heading: str
    heading_html: str = Field(description="Escaped, matching words in <mark>.")
    snippet_html: str = Field(description="The lines around the match, likewise.")
    url: str
    company: str = Field(alias="company_slug", description="Slug of the company.")
    building: str = Field(alias="building_slug", description="Slug of the building.")
    page_title: str = Field(description="The page a document is on; empty for pages.")
    page_url: str
    language: str
    published_at: dt.datetime | None


class HitList(PageOf):
    items: list[HitOut]


class SuggestionOut(Schema):
    heading: str
    kind: Kind
    url: str


class SuggestionList(PageOf):
    items: list[SuggestionOut]


@router.get("", response={200: HitList, **REFUSALS}, operation_id="search")
def search(
    request: HttpRequest,
    q: Text,
    building: Building = None,
    kind: Kind | None = None,
    language: Annotated[str, Query(max_length=12)] = "",
    since: dt.datetime | None = None,
    before: dt.datetime | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Any:
    """Pages, parts of pages and documents you may read, best first; the best thousand count."""
    found = entries.search(
        request.user,
        entries.Wanted(
            text=q,
            building_id=_building_id(request, building),
            kind=kind or "",
            language=language,
            since=_aware(since),
            before=_aware(before),
        ),
    )
    return {
        "items": entries.hits_of(found, offset, offset + limit),
        "count": found.count,
    }


@router.get(
    "/suggestions",
    response={200: SuggestionList, **REFUSALS},
    operation_id="suggest_search",
    url_name="suggest-search",
)
def suggestions(request: HttpRequest, q: Text, building: Building = None) -> Any:
    """Headings that begin like what was typed so far, for a search box."""
    items = entries.suggestions(request.user, q, _building_id(request, building))
    return {"items": items, "count": len(items)}


def _building_id(request: HttpRequest, building: str | None) -> int | None:
    return building_named(request.user, building).pk if building else None


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment without an offset is meant in UTC."""
    return moment.replace(tzinfo=dt.UTC) if moment and moment.tzinfo is None else moment
