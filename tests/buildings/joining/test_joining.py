"""Lena moves in and nobody invites her: the code in the hall lets her ask, and Boris decides."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.operations.users import create_verified_user
from buildings.joining.models import JoinCode, JoinRequest
from buildings.joining.models.codes import normalised
from buildings.joining.operations.codes import issue_code, withdraw_code
from buildings.joining.operations.requests import approve, ask_to_join, refuse, withdraw_request
from buildings.joining.queries.codes import code_typed
from buildings.joining.queries.requests import likeness
from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.invitations import invite
from buildings.residents.operations.residencies import PersonFacts, move_in
from foundation import clock
from foundation.actors import SystemActor
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
LIST = f"/desk{WILLOW}join-requests/"
SYSTEM = SystemActor("tests")


@pytest.fixture
def lena(world: Any) -> User:
    return create_verified_user(
        actor=SYSTEM,
        email="lena@post.example",
        password="a lantern in the yard",
        first_name="Lena",
        last_name="Moor",
    )


@pytest.fixture
def code(world: Any) -> JoinCode:
    return JoinCode.objects.select_related("building__company").get(building=world.willow)


def wish(lena: User, code: JoinCode, **values: Any) -> JoinRequest:
    given = {"full_name": "Lena Moor", "apartment": "2b", "kind": "tenant"}
    return ask_to_join(actor=lena, code=code, **(given | values))


def let_in(world: Any, request: JoinRequest, **values: Any) -> JoinRequest:
    given: dict[str, Any] = {
        "apartment": world.apartment("willow", "2B"),
        "kind": "tenant",
        "start_date": clock.today("Europe/Berlin"),
    }
    return approve(actor=world.boris, request=request, **(given | values))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestTheCode:
    def test_is_read_as_people_type_it(self, code: JoinCode) -> None:
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code.shown)
        typed = f" {code.shown.lower().replace('-', ' ')} "
        assert code_typed(typed) == code

    @pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFG1", "ABCDEFGHJ", "ÄBCD-EFGH", "\x00"])
    def test_what_cannot_be_one_is_none(self, db: Any, typed: str) -> None:
        assert normalised(typed) == ""
        with pytest.raises(NotFound, match="No building has this code"):
            code_typed(typed)

    def test_a_new_one_replaces_it(self, world: Any, lena: User, code: JoinCode) -> None:
        old = code.shown
        issue_code(actor=world.boris, building=world.willow)
        with pytest.raises(NotFound):
            code_typed(old)
        # Read before it was replaced, used after.
        with pytest.raises(Conflict, match="new code"):
            wish(lena, code)

    def test_taken_down_nobody_can_ask(self, world: Any, code: JoinCode) -> None:
        withdraw_code(actor=world.boris, building=world.willow)
        assert Client().get(f"/join/{code.shown}/").status_code == 404

    def test_is_for_the_desk(self, world: Any) -> None:
        for name in ("fin", "ana"):
            with pytest.raises(NotAllowed):
                issue_code(actor=world.people[name], building=world.willow)
        for name in ("dara", "emil", "iris"):
            with pytest.raises(NotFound):
                issue_code(actor=world.people[name], building=world.willow)

    def test_cannot_be_guessed_quickly(self, code: JoinCode) -> None:
        client = Client()
        answers = [client.post("/join/", {"code": "ABCDEFGH"}).status_code for _try in range(31)]
        assert answers == [422] * 30 + [429]
        # Not even the right one, from there.
        assert client.get(f"/join/{code.shown}/").status_code == 429


class TestAsking:
    def test_the_desk_hears_of_it(self, world: Any, lena: User, code: JoinCode) -> None:
        drain()
        mail.outbox.clear()
        request = wish(lena, code, message="Since May.")
        drain()
        assert [message.to for message in mail.outbox] == [["boris@harbour.example"]]
        (message,) = mail.outbox
        assert message.subject == "Lena Moor asks to be let into Willow Court"
        assert f"/desk/join-requests/{request.uuid}/" in message.body
        entry = AuditEntry.objects.filter(action="joining.join_requested").latest("pk")
        assert (entry.actor_id, entry.company_id) == (lena.pk, world.willow.company_id)

    def test_opens_nothing(self, world: Any, lena: User, code: JoinCode) -> None:
        wish(lena, code)
        client = client_of(lena)
        assert client.get(WILLOW).status_code == 404
        assert client.get(LIST).status_code == 404
        assert client.get("/api/v1/buildings").json()["count"] == 0

    def test_who_is_in_does_not_ask(self, world: Any, code: JoinCode) -> None:
        for name in ("ana", "boris", "mara"):
            with pytest.raises(Conflict, match="already"):
                wish(world.people[name], code)

    def test_once_at_a_time(self, lena: User, code: JoinCode) -> None:
        wish(lena, code)
        with pytest.raises(Conflict, match="asked already"):
            wish(lena, code)

    def test_not_too_often(self, world: Any, lena: User, code: JoinCode) -> None:
        for _time in range(5):
            withdraw_request(actor=lena, request=wish(lena, code))
        with pytest.raises(Conflict, match="asked often"):
            wish(lena, code)

    def test_needs_a_proven_address(self, lena: User, code: JoinCode) -> None:
        lena.emailaddress_set.update(verified=False)
        with pytest.raises(NotAllowed, match="Confirm"):
            wish(lena, code)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("full_name", " "), ("apartment", ""), ("kind", "guest"), ("message", "x" * 1001)],
    )
    def test_says_what_does_not_fit(
        self, lena: User, code: JoinCode, field: str, value: str
    ) -> None:
        with pytest.raises(InvalidInput) as raised:
            wish(lena, code, **{field: value})
        assert field in raised.value.fields

    def test_can_be_taken_back(self, lena: User, code: JoinCode) -> None:
        request = wish(lena, code)
        page = client_of(lena).get("/join/").content.decode()
        assert "Willow Court" in page
        client_of(lena).post(f"/my/join-requests/{request.uuid}/withdraw/")
        request.refresh_from_db()
        assert request.state == "withdrawn"


class TestDeciding:
    def test_somebody_new(self, world: Any, lena: User, code: JoinCode) -> None:
        request = let_in(world, wish(lena, code))
        residency = Residency.objects.get(person__user=lena)
        assert (residency.apartment.number, residency.kind) == ("2B", "tenant")
        assert request.decided_by == world.boris
        drain()
        assert mail.outbox[-1].to == ["lena@post.example"]
        assert WILLOW in mail.outbox[-1].body
        assert client_of(lena).get(WILLOW).status_code == 200

    def test_somebody_in_the_book_is_not_there_twice(
        self, world: Any, lena: User, code: JoinCode
    ) -> None:
        """Imported with another address, and invited there in vain."""
        known = move_in(
            actor=world.boris,
            apartment=world.apartment("willow", "2B"),
            person=PersonFacts(full_name="Lena Moor", email="old@post.example"),
            kind="tenant",
            start_date=clock.today("Europe/Berlin"),
        ).person
        invitation = invite(actor=world.boris, person=known, building=world.willow)
        request = wish(lena, code)
        assert likeness(request).best.person_id == known.uuid
        let_in(world, request, person_id=known.uuid)
        assert Person.objects.get(user=lena) == known
        assert known.residencies.count() == 1
        invitation.refresh_from_db()
        assert invitation.state == Invitation.State.REVOKED

    def test_the_proven_address_tells_who_it_is(
        self, world: Any, lena: User, code: JoinCode
    ) -> None:
        known = move_in(
            actor=world.boris,
            apartment=world.apartment("willow", "3C"),
            person=PersonFacts(full_name="L. Moor-Hansen", email="lena@post.example"),
            kind="owner",
            start_date=clock.today("Europe/Berlin"),
        ).person
        request = wish(lena, code)
        assert likeness(request).best.person_id == known.uuid
        let_in(world, request)
        assert Person.objects.get(user=lena) == known

    def test_nobody_takes_an_account_that_is_taken(
        self, world: Any, lena: User, code: JoinCode
    ) -> None:
        ana = Person.objects.get(user=world.ana)
        request = wish(lena, code)
        with pytest.raises(Conflict, match="already has an account"):
            let_in(world, request, person_id=ana.uuid)
        request.refresh_from_db()
        assert request.is_waiting
        assert not Residency.objects.filter(person__user=lena).exists()

    def test_a_person_of_another_company_is_unknown(
        self, world: Any, lena: User, code: JoinCode
    ) -> None:
        emil = Person.objects.get(user=world.emil)
        with pytest.raises(InvalidInput):
            let_in(world, wish(lena, code), person_id=emil.uuid)

    def test_not_into_another_building(self, world: Any, lena: User, code: JoinCode) -> None:
        with pytest.raises(Conflict, match="another building"):
            let_in(world, wish(lena, code), apartment=world.apartment("quay", "1A"))

    def test_refused_with_a_reason(self, world: Any, lena: User, code: JoinCode) -> None:
        refuse(actor=world.boris, request=wish(lena, code), reason="Who are you?")
        drain()
        assert "Who are you?" in mail.outbox[-1].body
        assert client_of(lena).get(WILLOW).status_code == 404
        assert "Who are you?" in client_of(lena).get("/join/").content.decode()

    def test_is_answered_once(self, world: Any, lena: User, code: JoinCode) -> None:
        request = wish(lena, code)
        refuse(actor=world.boris, request=request)
        with pytest.raises(Conflict, match="answered already"):
            let_in(world, request)

    def test_is_for_the_desk(self, world: Any, lena: User, code: JoinCode) -> None:
        request = wish(lena, code)
        with pytest.raises(NotAllowed):
            refuse(actor=lena, request=request)
        for name in ("ana", "fin", "iris", "dara"):
            with pytest.raises(NotFound):
                refuse(actor=world.people[name], request=request)


class TestPages:
    def test_from_the_poster_to_the_buildings_page(
        self, world: Any, code: JoinCode, sign_in: Any
    ) -> None:
        """Strangers cannot sign up in this installation; the code opens the door for them."""
        lena = Client()
        assert "form" not in lena.get("/accounts/signup/").context
        page = lena.get(f"/join/{code.shown}/")
        link = re.search(r"/accounts/signup/\?next=[^\"]+", page.content.decode())
        assert link
        form = lena.get(link[0]).context["form"]
        assert form is not None
        answer = lena.post(
            "/accounts/signup/",
            {
                "email": "lena@post.example",
                "password1": "a lantern in the yard",
                "next": f"/join/{code.shown}/",
            },
            follow=True,
        )
        assert answer.status_code == 200
        drain()
        proof = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[-1].body, re.MULTILINE)
        assert proof
        there = answer.redirect_chain[-1][0]
        answer = lena.post(there, {"code": proof[0]}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/join/{code.shown}/"
        answer = lena.post(
            f"/join/{code.shown}/",
            {"full_name": "Lena Moor", "apartment": "2B", "kind": "tenant"},
            follow=True,
        )
        assert "They answer by mail" in answer.content.decode()

        request = JoinRequest.objects.get(full_name="Lena Moor")
        boris = sign_in("boris")
        assert "Lena Moor" in boris.get(LIST).content.decode()
        page = boris.get(f"/desk/join-requests/{request.uuid}/")
        initial = page.context["form"].initial
        assert initial["apartment"] == str(world.apartment("willow", "2B").uuid)
        boris.post(
            f"/desk/join-requests/{request.uuid}/",
            {
                "apartment": initial["apartment"],
                "kind": "tenant",
                "start_date": initial["start_date"].isoformat(),
            },
        )
        assert lena.get(WILLOW).status_code == 200

    def test_the_door_is_for_the_session_with_the_code(self, code: JoinCode) -> None:
        Client().get(f"/join/{code.shown}/")
        stranger = Client()
        stranger.get("/join/AAAA-AAAA/")
        answer = stranger.post(
            "/accounts/signup/",
            {"email": "spam@post.example", "password1": "a lantern in the yard"},
        )
        assert not User.objects.filter(email="spam@post.example").exists()
        assert "form" not in answer.context

    def test_a_mistake_keeps_what_was_typed(self, lena: User, code: JoinCode) -> None:
        answer = client_of(lena).post(
            f"/join/{code.shown}/", {"full_name": "Lena Moor", "apartment": "", "kind": "owner"}
        )
        assert answer.status_code == 422
        assert 'value="Lena Moor"' in answer.content.decode()

    def test_who_waits_is_told_so(self, lena: User, code: JoinCode) -> None:
        wish(lena, code)
        answer = client_of(lena).get(f"/join/{code.shown}/", follow=True)
        assert answer.redirect_chain == [("/join/", 302)]
        assert "asked already" in answer.content.decode()

    def test_an_answer_after_somebody_else_decided(
        self, world: Any, lena: User, code: JoinCode, sign_in: Any
    ) -> None:
        request = wish(lena, code)
        refuse(actor=world.mara, request=request)
        page = sign_in("boris").get(f"/desk/join-requests/{request.uuid}/")
        assert "Refused" in page.content.decode()
        answer = sign_in("boris").post(
            f"/desk/join-requests/{request.uuid}/refuse/", {"reason": ""}, follow=True
        )
        assert "answered already" in answer.content.decode()
