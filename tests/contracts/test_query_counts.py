"""How many queries the main pages may cost. Raising a bound is a decision, seen in review.

Measured warm: the second request, with content types and the site known.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

#: (who, address, queries as measured). Lower a figure when a page has become cheaper.
BOUNDS = [
    ("ana", "/harbour/willow-court/", 3),
    ("ana", "/harbour/willow-court/announcements/", 3),
    ("ana", "/harbour/willow-court/announcements/lift-inspection/", 3),
    ("ana", "/harbour/willow-court/house-rules/", 3),
    ("boris", "/harbour/willow-court/", 4),
    ("ana", "/my/", 7),
    ("ana", "/search/?q=rules", 14),
    ("mara", "/search/?q=rules", 12),
    ("ana", "/api/v1/search?q=rules", 9),
    ("ana", "/api/v1/search/suggestions?q=rul", 8),
    ("boris", "/desk/", 8),
    ("mara", "/desk/", 7),
    ("boris", "/desk/buildings/", 10),
    ("boris", "/desk/harbour/willow-court/", 10),
    ("boris", "/desk/harbour/willow-court/apartments/", 12),
    ("boris", "/desk/harbour/willow-court/residencies/", 10),
    ("boris", "/desk/harbour/willow-court/history/", 10),
    ("boris", "/desk/apartments/{apartment}/", 10),
    ("boris", "/desk/imports/", 9),
    ("ana", "/api/v1/buildings", 6),
    ("boris", "/api/v1/apartments?building=willow-court", 8),
    ("boris", "/api/v1/residencies?building=willow-court", 8),
    ("boris", "/api/v1/imports", 7),
]


@pytest.mark.parametrize(("name", "address", "bound"), BOUNDS)
def test_stays_within_its_bound(
    name: str, address: str, bound: int, sign_in: Any, world: Any
) -> None:
    client = sign_in(name)
    address = address.format(apartment=world.apartment("willow", "4B").uuid)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= bound, "\n".join(query["sql"][:160] for query in queries)


#: Of a page of the site that nobody keeps yet; questions to the cache itself not counted.
COLD = [
    ("/harbour/willow-court/", 9),
    ("/harbour/willow-court/announcements/", 12),
    ("/harbour/willow-court/announcements/lift-inspection/", 9),
    ("/harbour/willow-court/house-rules/", 8),
    ("/harbour/willow-court/contacts/", 8),
]


@pytest.mark.parametrize(("address", "bound"), COLD)
def test_a_page_made_anew_stays_within_its_bound(address: str, bound: int, sign_in: Any) -> None:
    from portal.views.kept import store

    client = sign_in("ana")
    client.get(address)
    store.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in queries]
    of_the_page = [sql for sql in asked if "cache" not in sql and "SAVEPOINT" not in sql]
    assert len(of_the_page) <= bound, "\n".join(sql[:160] for sql in of_the_page)


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
