"""How many queries the main pages may cost. Raising a bound is a decision, seen in review.

Measured warm: the second request, with content types and the site known.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

#: (who, address, most queries).
BOUNDS = [
    ("ana", "/harbour/willow-court/", 25),
    ("ana", "/harbour/willow-court/announcements/", 25),
    ("ana", "/harbour/willow-court/announcements/lift-inspection/", 25),
    ("ana", "/my/", 25),
    ("ana", "/search/?q=rules", 25),
    ("boris", "/desk/", 25),
    ("mara", "/desk/", 25),
    ("ana", "/api/v1/buildings", 25),
    ("boris", "/api/v1/apartments?building=willow-court", 25),
    ("boris", "/api/v1/residencies?building=willow-court", 25),
]


@pytest.mark.parametrize(("name", "address", "bound"), BOUNDS)
def test_stays_within_its_bound(name: str, address: str, bound: int, sign_in: Any) -> None:
    client = sign_in(name)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= bound, "\n".join(query["sql"][:160] for query in queries)


@pytest.mark.parametrize(
    "address", ["/api/v1/apartments?building=willow-court", "/api/v1/residencies?limit=200"]
)
def test_lists_cost_the_same_with_more_rows(address: str, sign_in: Any, world: Any) -> None:
    from buildings.residents.operations.residencies import PersonFacts, move_in
    from concierge.demo.cast import LONG_AGO, SYSTEM

    client = sign_in("boris")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in ("1A", "1B", "2A", "2B", "3C"):
        move_in(
            actor=SYSTEM,
            apartment=world.apartment("willow", number),
            person=PersonFacts(full_name=f"Neighbour of {number}"),
            kind="tenant",
            start_date=LONG_AGO,
        )
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)
