"""One's own apartment: those who live there see it, everybody else learns nothing."""

import datetime as dt
from typing import Any

import pytest

from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in, move_out
from concierge.demo.cast import SYSTEM
from foundation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(world: Any) -> str:
    return f"/my/apartment/{world.apartment('willow', '4B').uuid}/"


def settle(world: Any, name: str, apartment: Any, kind: str = "tenant", **values: Any) -> Any:
    user = world.people[name]
    residency = move_in(
        actor=SYSTEM,
        apartment=apartment,
        person=PersonFacts(full_name=user.display_name, email=user.email),
        kind=kind,
        start_date=values.pop("start_date", dt.date(2020, 1, 1)),
        **values,
    )
    connect_account(actor=SYSTEM, person=residency.person, user=user)
    return residency


class TestWhoSeesIt:
    @pytest.mark.parametrize("name", ["ana", "teo"])
    def test_flatmates_see_people_facts_and_their_own_history(
        self, sign_in: Any, address: str, name: str
    ) -> None:
        html = sign_in(name).get(address).content.decode()
        assert "Ana Almeida" in html
        assert "Teo Brandt" in html
        assert "Apartment 4B" in html
        assert "61 m²" in html
        assert "since 1 April 2021" in html
        assert "Willow Court" in html

    @pytest.mark.parametrize("name", ["iris", "emil", "dara", "boris", "asta", "mara", "sol"])
    def test_others_get_404_staff_included(self, sign_in: Any, address: str, name: str) -> None:
        response = sign_in(name).get(address)
        assert response.status_code == 404
        assert b"Almeida" not in response.content.replace(b"Ana Almeida</span>", b"")

    def test_whoever_moved_out_yesterday_is_out(
        self, sign_in: Any, world: Any, address: str
    ) -> None:
        residency = world.apartment("willow", "4B").residencies.get(person__user=world.teo)
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        move_out(actor=SYSTEM, residency=residency, end_date=yesterday)
        assert sign_in("teo").get(address).status_code == 404
        assert "Teo Brandt" not in sign_in("ana").get(address).content.decode()

    def test_contact_details_of_flatmates_stay_their_own(self, sign_in: Any, address: str) -> None:
        assert "teo@willow.example" not in sign_in("ana").get(address).content.decode()


class TestTheShortAddress:
    def test_leads_to_the_only_apartment(self, sign_in: Any, address: str) -> None:
        response = sign_in("ana").get("/my/apartment/")
        assert response.status_code == 302
        assert response["Location"] == address

    def test_lets_those_with_several_choose(self, sign_in: Any, world: Any) -> None:
        settle(world, "ana", world.apartment("quay", "1A"))
        html = sign_in("ana").get("/my/apartment/").content.decode()
        assert "Apartment 4B" in html
        assert "Apartment 1A" in html

    def test_tells_those_without_what_to_do(self, sign_in: Any) -> None:
        assert "No apartment yet" in sign_in("boris").get("/my/apartment/").content.decode()


def test_own_history_names_what_was_before(sign_in: Any, world: Any, address: str) -> None:
    apartment = world.apartment("willow", "4B")
    settle(
        world, "ana", apartment, "tenant",
        start_date=dt.date(2018, 2, 1), end_date=dt.date(2021, 3, 31),
    )  # fmt: skip
    own = sign_in("ana").get(address).content.decode().split("Your history here")[1]
    assert "1 February 2018" in own
    assert own.index("1 April 2021") < own.index("1 February 2018")
    teo = sign_in("teo").get(address).content.decode()
    assert "2018" not in teo


def test_documents_are_those_for_this_home(sign_in: Any, address: str) -> None:
    """Willow's minutes are for owners, its guide for everybody."""
    ana = sign_in("ana").get(address).content.decode()
    teo = sign_in("teo").get(address).content.decode()
    assert "Weeping minutes" in ana
    assert "Weeping minutes" not in teo
    assert "Weeping heating guide" in teo


def test_the_home_page_leads_there(sign_in: Any, address: str) -> None:
    """Made once for all residents, with a link that fits each; script puts one's own card there."""
    ana = sign_in("ana")
    assert 'href="/my/apartment/"' in ana.get("/harbour/willow-court/").content.decode()
    card = ana.get("/my/apartments/harbour/willow-court/").content.decode()
    assert f'href="{address}"' in card
