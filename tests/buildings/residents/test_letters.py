"""Odo has no e-mail address: a letter brings him in, once, and only after he proves an address."""

import ctypes.util
import io
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from accounts.queries.users import user_by_email
from buildings.residents.models import Invitation, Person
from buildings.residents.operations.invitations import (
    accept,
    accept_with_new_account,
    invite,
    send_again,
)
from buildings.residents.operations.letters import begin_by_letter, print_letter
from buildings.residents.operations.residencies import PersonFacts, move_in
from foundation import clock, paper
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.queue import drain

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        ctypes.util.find_library("pango-1.0") is None, reason="the system library pango is missing"
    ),
]

PASSWORD = "a lantern in the yard"
WILLOW = "/harbour/willow-court/"


def live_in(world: Any, number: str, name: str, email: str = "") -> Person:
    return move_in(
        actor=world.boris,
        apartment=world.apartment("willow", number),
        person=PersonFacts(full_name=name, email=email, phone=""),
        kind="tenant",
        start_date=clock.today("UTC"),
    ).person


@pytest.fixture
def odo(world: Any) -> Person:
    return live_in(world, "2B", "Odo <b>Lark</b>")


@pytest.fixture
def letter(world: Any, odo: Person) -> Invitation:
    return print_letter(actor=world.boris, person=odo, building=world.willow)


def text_of(response: Any) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


class TestPrinting:
    def test_a_letter_carries_its_link(self, world: Any, odo: Person, sign_in: Any) -> None:
        (page,) = text_of(sign_in("boris").post(f"/desk/people/{odo.uuid}/letter/"))
        invitation = Invitation.objects.get(person=odo)
        assert invitation.email == ""
        printed = re.search(r"/invitations/([\w:.-]+)/", page.replace("\n", ""))
        assert printed
        assert Invitation.row_and_version(printed[1]) == (invitation.uuid, 1)
        assert "Odo <b>Lark</b>" in page
        assert "Harbour Property Management" in page
        drain()
        assert mail.outbox == []

    def test_printed_again_the_older_one_is_worthless(
        self, world: Any, odo: Person, letter: Invitation, sign_in: Any
    ) -> None:
        old = letter.token
        sign_in("boris").post(f"/desk/people/{odo.uuid}/letter/")
        response = Client().get(f"/invitations/{old}/")
        assert response.status_code == 410
        assert "newer invitation" in response.content.decode()

    def test_one_file_for_everybody_without_an_address(
        self, world: Any, odo: Person, sign_in: Any
    ) -> None:
        live_in(world, "2C", "Pia Brandt")
        live_in(world, "2A", "Nora Vance", "nora@willow.example")
        client, letters = sign_in("boris"), f"/desk{WILLOW}residencies/letters/"
        pages = text_of(client.post(letters))
        assert len(pages) == 2
        assert "Nora" not in "".join(pages)
        response = client.post(letters, follow=True)
        assert "nobody without an e-mail address left" in response.content.decode()

    def test_speaks_the_buildings_language(self, world: Any, odo: Person, sign_in: Any) -> None:
        world.willow.language = "de"
        world.willow.save(update_fields=["language"])
        (page,) = text_of(sign_in("boris").post(f"/desk/people/{odo.uuid}/letter/"))
        assert "Hello" not in page

    def test_is_for_the_desk(self, world: Any, odo: Person) -> None:
        for name in ("fin", "ana"):
            with pytest.raises(NotAllowed):
                print_letter(actor=world.people[name], person=odo, building=world.willow)
        with pytest.raises(NotFound):
            print_letter(actor=world.dara, person=odo, building=world.willow)

    def test_is_for_people_without_an_address(self, world: Any) -> None:
        nora = live_in(world, "2A", "Nora Vance", "nora@willow.example")
        with pytest.raises(Conflict, match="invite them by mail"):
            print_letter(actor=world.boris, person=nora, building=world.willow)

    def test_cannot_be_mailed(self, world: Any, odo: Person, letter: Invitation) -> None:
        with pytest.raises(InvalidInput):
            send_again(actor=world.boris, invitation=letter)
        Person.objects.filter(pk=odo.pk).update(email="odo@willow.example")
        newer = invite(actor=world.boris, person=odo, building=world.willow)
        assert (newer.pk, newer.version) == (letter.pk, 2)
        drain()
        assert [message.to for message in mail.outbox] == [["odo@willow.example"]]

    def test_says_what_is_missing_before_anything_is_written(
        self, odo: Person, sign_in: Any, monkeypatch: Any
    ) -> None:
        def missing() -> None:
            raise paper.PaperUnavailable

        monkeypatch.setattr("buildings.residents.views.letters.require_paper", missing)
        response = sign_in("boris").post(f"/desk/people/{odo.uuid}/letter/", follow=True)
        assert "pango is missing" in response.content.decode()
        assert not Invitation.objects.filter(person=odo).exists()


class TestComingIn:
    def test_from_the_letter_to_the_buildings_page(self, letter: Invitation) -> None:
        client, path = Client(), f"/invitations/{letter.token}/"
        assert 'name="email"' in client.get(path).content.decode()
        response = client.post(
            path,
            {
                "first_name": "Odo",
                "last_name": "Lark",
                "email": "Odo@willow.example",
                "password": PASSWORD,
            },
        )
        assert (response.status_code, response.url) == (302, "/accounts/confirm-email/")
        # Nothing is open before the address is proven.
        assert client.get(WILLOW).status_code == 302
        letter.refresh_from_db()
        assert letter.is_waiting
        (message,) = mail.outbox
        assert message.to == ["odo@willow.example"]
        code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", message.body, re.MULTILINE)
        assert code, message.body
        response = client.post("/accounts/confirm-email/", {"code": code[1]})
        assert (response.status_code, response.url) == (302, path)
        assert "Accept" in client.get(path).content.decode()
        assert client.get(WILLOW).status_code == 404
        assert client.post(path).url == WILLOW
        assert client.get(WILLOW).status_code == 200
        letter.refresh_from_db()
        assert letter.state == "accepted"

    def test_an_account_with_a_proven_address_accepts(
        self, world: Any, letter: Invitation, sign_in: Any
    ) -> None:
        client = sign_in("emil")
        assert client.get(WILLOW).status_code == 404
        assert client.post(f"/invitations/{letter.token}/").status_code == 302
        assert client.get(WILLOW).status_code == 200

    def test_a_letter_proves_no_address(self, world: Any, letter: Invitation) -> None:
        with pytest.raises(Conflict):
            accept_with_new_account(
                token=letter.token, first_name="O", last_name="L", password=PASSWORD
            )
        user = begin_by_letter(
            token=letter.token,
            email="odo@willow.example",
            first_name="O",
            last_name="L",
            password=PASSWORD,
        )
        with pytest.raises(Exception, match="another e-mail address"):
            accept(actor=user, token=letter.token)

    def test_an_address_with_an_account_signs_in(self, world: Any, letter: Invitation) -> None:
        values = {"first_name": "O", "last_name": "L", "password": PASSWORD}
        path = f"/invitations/{letter.token}/"
        response = Client().post(path, {**values, "email": world.ana.email})
        assert response.status_code == 422
        assert "already has an account" in response.content.decode()
        assert Client().post(path, {**values, "email": "no address"}).status_code == 422
        assert user_by_email("no address") is None
