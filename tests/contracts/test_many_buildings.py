"""Buildings of others cost a manager nothing; tests/bench/many_buildings.py has ten thousand."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.crowd import add_buildings
from tests.managers import addresses, manager_of_three

pytestmark = pytest.mark.django_db


def test_a_manager_of_three_asks_as_often_with_sixty_buildings(world: Any) -> None:
    visitor = manager_of_three(world)
    opened = addresses(world)

    def asked() -> dict[str, int]:
        counts = {}
        for name, address in opened.items():
            visitor.get(address, follow=True)
            with CaptureQueriesContext(connection) as queries:
                assert visitor.get(address, follow=True).status_code == 200, name
            counts[name] = len(queries)
        return counts

    with_three = asked()
    add_buildings(57, world.homes["willow"])
    with_sixty = asked()
    assert {name: n for name, n in with_sixty.items() if n > with_three[name]} == {}
    assert all(count > 0 for count in with_three.values())


def test_the_copies_are_sound_trees(world: Any) -> None:
    from wagtail.models import Collection, Page

    add_buildings(130, world.homes["willow"])
    assert Page.find_problems() == ([], [], [], [], [])
    assert Collection.find_problems() == ([], [], [], [], [])
