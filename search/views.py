"""The search page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buildings.properties.queries import buildings_visible_to
from search.forms import SearchForm
from search.index import SearchUnavailable
from search.models import SearchEntry
from search.queries.entries import MOST, Found, better_spelling, hits_of, search

if TYPE_CHECKING:
    from django.http import QueryDict

PAGE_SIZE = 10
#: Somebody with more is offered no list of buildings, only those of the address.
MOST_BUILDINGS = 200
ICONS = {
    "page": "file-text",
    "announcement": "megaphone",
    "event": "calendar",
    "document": "file-down",
    "contact": "phone",
}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int


@login_required
def results(request: HttpRequest) -> HttpResponse:
    """Hits of one question, narrowed by building, kind and time."""
    buildings = list(buildings_visible_to(request.user)[:MOST_BUILDINGS])
    form = SearchForm(request.GET, buildings)
    wanted = form.wanted()
    try:
        found = search(request.user, wanted)
    except SearchUnavailable as error:
        context = {"form": form, "text": wanted.text, "error": error}
        return render(request, "search/results.html", context, status=error.status)
    page = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    hits = hits_of(found, page.start_index() - 1, page.end_index()) if found.count else []
    response = render(
        request,
        "search/results.html",
        {
            "form": form,
            "text": wanted.text.strip(),
            "found": found,
            "most": MOST,
            "page_obj": page,
            "hits": [(hit, ICONS[hit.kind], SearchEntry.Kind(hit.kind).label) for hit in hits],
            "tabs": _tabs(request.GET, wanted.kind, found),
            "query": _without(request.GET, "page"),
            "is_narrowed": bool(wanted.kind or wanted.building_id or wanted.since or wanted.before),
            "all_url": f"?{_without(request.GET, 'page', 'kind', 'building', 'since', 'until')}",
            "better": "" if found.count else better_spelling(request.user, wanted),
            "has_many_buildings": len(buildings) > 1,
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _tabs(address: "QueryDict", kind: str, found: Found) -> list[Tab]:
    """One tab per kind that was found, and the one that was asked for."""
    rest = _without(address, "page", "kind")
    tabs = [Tab(_("All"), f"?{rest}", not kind, found.kinds.total())]
    for value, label in SearchEntry.Kind.choices:
        if found.kinds[value] or value == kind:
            url = f"?{rest}&kind={value}"
            tabs.append(Tab(str(label), url, value == kind, found.kinds[value]))
    return tabs


def _without(address: "QueryDict", *names: str) -> str:
    kept = address.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
