"""Many buildings of other people, made in seconds: copies of one, row by row, without operations.

For measuring only. A copy has a collection and pages of every type of its original; nobody works or
lives in it. A hundred of them belong to one company.
"""

import copy
import uuid
from typing import Any

from django.db import connection
from wagtail.models import Collection, Page

from accounts.models import Company
from buildings.properties.models import Building
from foundation import clock
from portal.models import BuildingHomePage, CompanyPage

PER_COMPANY = 100
BATCH = 400


def add_buildings(count: int, original: BuildingHomePage, first: int = 0) -> None:
    """Add `count` copies of the building whose home page is `original`, numbered from `first`."""
    companies = _add_companies(-(-count // PER_COMPANY), original, first)
    template = list(original.get_descendants(inclusive=True).specific())
    next_page, next_collection = _next_id(Page), _next_id(Collection)
    buildings, collections, pages = [], [], []
    for number in range(count):
        above = companies[number // PER_COMPANY]
        nth = number % PER_COMPANY + 1
        building = copy.copy(original.building)
        building.pk, building.uuid = None, uuid.uuid4()
        building.company = above.company
        building.name, building.slug = f"House {first + number:05}", f"house-{first + number}"
        buildings.append(building)
        collections.append(
            Collection(
                pk=next_collection + number,
                name=building.name,
                path=above.collection.path + _step(Collection, nth),
                depth=above.collection.depth + 1,
            )
        )
        root = above.path + _step(Page, nth)
        for page in template:
            clone = copy.copy(page)
            clone.pk = clone.id = clone.page_ptr_id = next_page + len(pages)
            clone.path = root + page.path[len(original.path) :]
            clone.translation_key = uuid.uuid4()
            clone.latest_revision_id = clone.live_revision_id = None
            address = page.url_path[len(original.url_path) :]
            clone.url_path = f"{above.url_path}{building.slug}/{address}"
            if page.pk == original.pk:
                clone.title, clone.slug = building.name, building.slug
                clone.building_number = number
            pages.append(clone)
    Building.objects.bulk_create(buildings, batch_size=BATCH)
    Collection.objects.bulk_create(collections, batch_size=BATCH)
    for page in pages:
        if isinstance(page, BuildingHomePage):
            page.building = buildings[page.building_number]
            page.company_id = page.building.company_id
            page.collection_id = collections[page.building_number].pk
    _insert_pages(pages)
    for above in companies:
        held = sum(building.company_id == above.company_id for building in buildings)
        Page.objects.filter(pk=above.pk).update(numchild=held)
        Collection.objects.filter(pk=above.collection_id).update(numchild=held)
    _move_sequences_on()


def _add_companies(count: int, original: BuildingHomePage, first: int) -> list[CompanyPage]:
    """Companies with page and collection, through Wagtail: there are few."""
    front = Page.objects.get(path=original.path[: 2 * Page.steplen])
    root = Collection.get_first_root_node()
    for number in range(first, first + count):
        company = Company.objects.create(
            name=f"Company {number:05}", slug=f"company-{number}", created_at=clock.now()
        )
        collection = root.add_child(name=company.name)
        front.add_child(
            instance=CompanyPage(
                title=company.name, slug=company.slug, company=company, collection=collection
            )
        )
    # Read again: collections stand in the order of their names, so each new one moves others on.
    pages = CompanyPage.objects.order_by("-pk").select_related("company", "collection")[:count]
    return list(reversed(pages))


def _insert_pages(pages: list[Any]) -> None:
    """Rows of the common table first, then those of each type; Django's own bulk_create refuses."""
    plain = [
        Page(
            **{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}
        )
        for page in pages
    ]
    Page.objects.bulk_create(plain, batch_size=BATCH)
    for kind in {type(page) for page in pages}:
        own = [page for page in pages if type(page) is kind]
        for start in range(0, len(own), BATCH):
            kind._base_manager._insert(
                own[start : start + BATCH],
                fields=kind._meta.local_concrete_fields,
                using=connection.alias,
            )


def _step(model: Any, number: int) -> str:
    return str(model._int2str(number)).rjust(model.steplen, "0")


def _next_id(model: Any) -> int:
    return int(model.objects.order_by("-pk").values_list("pk", flat=True)[0]) + 1


def _move_sequences_on() -> None:
    """PostgreSQL does not notice ids that were given."""
    from django.core.management.color import no_style

    for statement in connection.ops.sequence_reset_sql(no_style(), [Page, Collection]):
        with connection.cursor() as cursor:
            cursor.execute(statement)
