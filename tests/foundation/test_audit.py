"""The audit log names who did what, and exactly what changed."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from foundation import audit, context
from foundation.actors import SystemActor
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


def last() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


def test_a_person_is_the_actor(world: Any) -> None:
    audit.record(world.boris, "properties.building_changed", world.willow, {"name": ("A", "B")})
    entry = last()
    assert (entry.actor, entry.system_actor) == (world.boris, "")
    assert entry.company_id == world.willow.company_id
    assert entry.building_id == world.willow.pk
    assert entry.object_type == "properties.building"
    assert entry.changes == {"name": ["A", "B"]}


def test_the_system_is_the_actor(world: Any) -> None:
    audit.record(SystemActor("import"), "properties.building_changed", world.willow)
    assert (last().actor, last().system_actor) == (None, "import")


def test_a_person_and_the_system_at_once_are_refused_by_the_database(world: Any) -> None:
    audit.record(world.boris, "properties.building_changed", world.willow)
    both = last()
    both.pk, both.system_actor = None, "import"
    with pytest.raises(IntegrityError), transaction.atomic():
        both.save(force_insert=True)


def test_values_are_stored_as_plain_text_and_numbers(world: Any) -> None:
    number = uuid.uuid4()
    audit.record(
        world.boris,
        "tests.changed",
        world.willow,
        {
            "area": (Decimal("54.50"), None),
            "day": (dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)),
            "id": (number, world.willow),
            "count": (1, True),
        },
    )
    assert last().changes == {
        "area": ["54.50", None],
        "day": ["2026-03-01", "2026-03-01 12:00:00+00:00"],
        "id": [str(number), "Willow Court"],
        "count": [1, True],
    }


def test_the_request_is_named(world: Any) -> None:
    token = context.request_id.set("request-12345")
    try:
        audit.record(world.boris, "tests.changed", world.willow)
    finally:
        context.request_id.reset(token)
    assert last().request_id == "request-12345"


def test_many_entries_are_one_statement(world: Any, django_assert_num_queries: Any) -> None:
    apartments = list(world.willow.apartments.all())
    with django_assert_num_queries(1):
        audit.record_many(world.boris, "tests.seen", [(item, {}) for item in apartments])
    assert AuditEntry.objects.filter(action="tests.seen").count() == len(apartments)


def test_a_long_label_is_cut(world: Any) -> None:
    world.willow.name = "W" * 300
    audit.record(world.boris, "tests.changed", world.willow)
    assert last().object_label == "W" * 200


def test_whoever_acted_stays_known(world: Any) -> None:
    """Such accounts are switched off (accounts.operations.users.remove_user), never deleted."""
    audit.record(world.emil, "tests.changed", world.willow)
    with pytest.raises(ProtectedError):
        world.emil.delete()
    assert last().actor == world.emil


def test_only_real_changes_count(world: Any) -> None:
    building = world.willow
    changes = audit.changed_values(building, {"name": "Willow Court", "brand_hue": 10})
    assert changes == {"brand_hue": (172, 10)}
    assert building.brand_hue == 10
