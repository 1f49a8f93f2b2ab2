"""Several processes at once, on PostgreSQL: the page tree stays sound, and one of them wins.

These tests really commit, because other processes must see the rows. They work in companies of
their own and take them away afterwards, so the cast of the other tests is left alone.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
PROCESSES = 8


def in_parallel(work: Callable[..., str], *arguments: Any) -> list[str]:
    """Run `work(index, …)` in eight fresh processes against the test database; their answers."""
    connections.close_all()
    settings = connection.settings_dict
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        waiting = [
            pool.apply_async(_in_process, (settings["NAME"], work.__name__, index, *arguments))
            for index in range(PROCESSES)
        ]
        return [one.get(timeout=120) for one in waiting]


def _in_process(database: str, name: str, index: int, *arguments: Any) -> str:
    """In the new process: set Django up, point it at the test database, do the work."""
    import os
    import sys

    sys.path[:0] = ["site", "."]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings.test")
    import django
    from django.db import connection as own

    django.setup()
    own.settings_dict["NAME"] = database
    return str(globals()[name](index, *arguments))


def create_one_building(index: int, company_id: int) -> str:
    from accounts.queries import company_by_id
    from buildings.properties.operations.buildings import create_building
    from concierge.demo.cast import BUILDINGS, SYSTEM

    values = BUILDINGS["willow"] | {"name": f"House {index}", "slug": f"house-{index}"}
    return str(create_building(actor=SYSTEM, company=company_by_id(company_id), values=values).slug)


def become_main_contact(index: int, apartment_id: int) -> str:
    from buildings.properties.models import Apartment
    from buildings.residents.operations.residencies import Overlap, PersonFacts, move_in
    from concierge.demo.cast import LONG_AGO, SYSTEM

    try:
        move_in(
            actor=SYSTEM,
            apartment=Apartment.objects.get(pk=apartment_id),
            person=PersonFacts(full_name=f"Contender {index}"),
            kind="tenant",
            start_date=LONG_AGO,
            is_main_contact=True,
        )
    except Overlap:
        return "lost"
    return "won"


@pytest.fixture
def company(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A committed company, removed again with everything in it."""
    from accounts.operations.companies import open_company
    from concierge.demo.cast import SYSTEM

    with django_db_blocker.unblock():
        made = open_company(actor=SYSTEM, name="Parallel Homes", slug="parallel")
        try:
            yield made
        finally:
            remove(made)
            connections.close_all()


def remove(company: Any) -> None:
    from django_q.models import OrmQ

    from buildings.properties.models import Apartment, Building
    from buildings.residents.models import Person, Residency
    from foundation.models import AuditEntry, DomainEvent
    from portal.models import CompanyPage

    page = CompanyPage.objects.get(company=company)
    collection = page.collection
    page.delete()
    collection.refresh_from_db()
    collection.delete()
    for model in (Residency, Person, Apartment, Building, AuditEntry, DomainEvent):
        model._default_manager.filter(company_id=company.pk).delete()
    OrmQ.objects.all().delete()
    company.delete()


def test_eight_buildings_at_once_leave_a_sound_tree(company: Any) -> None:
    from wagtail.models import Collection, Page

    slugs = in_parallel(create_one_building, company.pk)
    assert sorted(slugs) == [f"house-{index}" for index in range(PROCESSES)]
    assert [list(problem) for problem in Page.find_problems()] == [[]] * 5
    assert [list(problem) for problem in Collection.find_problems()] == [[]] * 5
    page = Page.objects.get(slug="parallel", depth=3)
    assert page.numchild == page.get_children().count() == PROCESSES
    addresses = set(page.get_children().values_list("url_path", flat=True))
    assert addresses == {f"/home/parallel/house-{index}/" for index in range(PROCESSES)}


def test_eight_main_contacts_at_once_and_one_wins(company: Any) -> None:
    from buildings.properties.operations.apartments import add_apartment
    from buildings.properties.operations.buildings import create_building
    from concierge.demo.cast import BUILDINGS, SYSTEM

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    apartment = add_apartment(actor=SYSTEM, building=building, values={"number": "1A"})
    answers = in_parallel(become_main_contact, apartment.pk)
    assert sorted(answers) == ["lost"] * (PROCESSES - 1) + ["won"]
    assert apartment.residencies.count() == 1
