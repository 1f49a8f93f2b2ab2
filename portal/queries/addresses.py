"""From an address to a building and a page, in as few queries as it takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Collection, Page

from buildings.properties.queries import building_at_address
from portal.queries.access import BUILDING_DEPTH, COMPANY_DEPTH

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from portal.models import BuildingHomePage


@dataclass(frozen=True, slots=True)
class Address:
    """The building at `/<company>/<building>/`, as far as serving a kept page needs it."""

    company_id: int
    building_id: int
    time_zone: str
    language: str
    content_version: str


def address_of(company_slug: str, building_slug: str) -> Address | None:
    """One query. Whether anybody may go there is not asked here."""
    found = building_at_address(company_slug, building_slug)
    return Address(*found) if found is not None else None


def home_at(address: Address) -> "BuildingHomePage":
    from portal.models import BuildingHomePage, Outage
    from portal.queries.outages import shown_soon

    outages = Outage.objects.filter(shown_soon(), building=OuterRef("building"))
    translated = BuildingHomePage.objects.filter(building=OuterRef("building"), is_translation=True)
    homes = BuildingHomePage.objects.select_related("building__company").annotate(
        has_translations=Exists(translated), has_outages=Exists(outages)
    )
    home: BuildingHomePage = homes.get(building_id=address.building_id, is_translation=False)
    return home


def route(request: "HttpRequest", home: "BuildingHomePage", names: list[str]) -> Any:
    """What Wagtail's own routing finds for the names below a building's home, in two queries.

    Wagtail asks twice per level of the tree. Returns its RouteResult.

    Raises:
        Http404: there is no such page, or it is not published.
    """
    paths = ["".join(f"{name}/" for name in names[:count]) for count in range(1, len(names) + 1)]
    on_the_way = {
        page.url_path: page
        for page in Page.objects.filter(url_path__in=[home.url_path + path for path in paths])
    }
    page: Any = home
    rest = names
    for number, path in enumerate(paths, start=1):
        below = on_the_way.get(home.url_path + path)
        if below is None:
            break
        below._cached_parent_obj = page
        page, rest = below, names[number:]
    if page is not home:
        parent = page._cached_parent_obj
        page = page.specific
        page._cached_parent_obj = parent
    return page.route(request, rest)


def buildings_around(path: str) -> "QuerySet[Any]":
    """Ids of the buildings whose pages show the page at a tree path: its own, or the company's."""
    from portal.models import BuildingHomePage

    step = Page.steplen
    homes = BuildingHomePage.objects.filter(path=path[: BUILDING_DEPTH * step])
    if len(path) == COMPANY_DEPTH * step:
        homes = BuildingHomePage.objects.filter(path__startswith=path)
    found: QuerySet[Any] = homes.values("building_id")
    return found


def buildings_with_collection(collection_id: int) -> "QuerySet[Any]":
    """Ids of the buildings that may use the files of a collection."""
    from portal.models import BuildingHomePage

    path = Collection.objects.values_list("path", flat=True).get(pk=collection_id)
    step = Collection.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    # What the company keeps for all may stand on the pages of each of its buildings.
    homes = BuildingHomePage.objects.filter(
        Q(collection__path__in=above) | Q(company__page__collection__path=path)
    )
    found: QuerySet[Any] = homes.values("building_id")
    return found
