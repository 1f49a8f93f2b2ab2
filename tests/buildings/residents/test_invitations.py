"""Boris invites; people come in by their own link, once; nobody else does."""

import datetime as dt
import io
import re
import smtplib
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from openpyxl import load_workbook

from accounts.queries.invitations import InvitationForAnother, InvitationOver
from accounts.queries.users import user_by_email
from buildings.residents.models import Invitation, Person
from buildings.residents.operations.invitations import (
    accept,
    accept_with_new_account,
    decline,
    invite,
    invite_all,
    mark_bounced,
    send_again,
    withdraw,
)
from buildings.residents.operations.residencies import PersonFacts, move_in, move_out
from buildings.residents.tasks import send_invitation
from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

NORA = "nora@willow.example"
PASSWORD = "a lantern in the yard"
WILLOW = "/harbour/willow-court/"


@pytest.fixture
def nora(world: Any) -> Person:
    """Rents 2A of Willow Court since last month; in the book, without an account."""
    residency = move_in(
        actor=world.boris,
        apartment=world.apartment("willow", "2A"),
        person=PersonFacts(full_name="Nora Maria Vance", email=NORA, phone=""),
        kind="tenant",
        start_date=clock.today("UTC") - dt.timedelta(days=30),
    )
    return residency.person


@pytest.fixture
def invitation(world: Any, nora: Person) -> Invitation:
    return invite(actor=world.boris, person=nora, building=world.willow)


def link_in(message: Any) -> str:
    found = re.search(r"http://[^/]+(/invitations/[^\s]+/)", message.body)
    assert found, message.body
    return found[1]


def answer(client: Client, path: str, **values: str) -> Any:
    return client.post(path, {"first_name": "Nora", "last_name": "Vance", **values})


class TestInviting:
    def test_sends_the_persons_own_link(self, world: Any, invitation: Invitation) -> None:
        drain()
        (message,) = mail.outbox
        assert (message.to, message.subject) == ([NORA], "Your way into Willow Court")
        page = Client().get(link_in(message))
        assert page.status_code == 200
        assert "Nora Maria Vance" in page.content.decode()
        assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")

    @pytest.mark.parametrize("name", ["ana", "teo", "fin"])
    def test_is_for_the_desk(self, world: Any, nora: Person, name: str) -> None:
        with pytest.raises(NotAllowed):
            invite(actor=world.people[name], person=nora, building=world.willow)

    @pytest.mark.parametrize("name", ["dara", "emil", "iris"])
    def test_is_not_for_strangers(self, world: Any, nora: Person, name: str) -> None:
        with pytest.raises(NotFound):
            invite(actor=world.people[name], person=nora, building=world.willow)

    def test_needs_an_address_and_no_account(self, world: Any, nora: Person) -> None:
        Person.objects.filter(pk=nora.pk).update(email="")
        with pytest.raises(InvalidInput):
            invite(actor=world.boris, person=nora, building=world.willow)
        with pytest.raises(Conflict, match="already has an account"):
            invite(
                actor=world.boris, person=Person.objects.get(user=world.ana), building=world.willow
            )

    def test_a_building_invites_its_own_people_only(self, world: Any, nora: Person) -> None:
        with pytest.raises(Conflict, match="no home in Quay House"):
            invite(actor=world.mara, person=nora, building=world.quay)

    def test_everybody_at_once_gets_one_each(self, world: Any, nora: Person) -> None:
        move_in(
            actor=world.boris,
            apartment=world.apartment("willow", "2B"),
            person=PersonFacts(full_name="Odo Lark", email="", phone=""),
            kind="occupant",
            start_date=clock.today("UTC"),
        )
        invited = invite_all(actor=world.boris, building=world.willow)
        assert (invited.sent, invited.without_email) == (1, 1)
        assert invite_all(actor=world.boris, building=world.willow).sent == 0
        drain()
        assert [message.to for message in mail.outbox] == [[NORA]]

    def test_the_mail_speaks_the_buildings_language(self, world: Any, nora: Person) -> None:
        world.willow.language = "de"
        world.willow.save(update_fields=["language"])
        invite(actor=world.boris, person=nora, building=world.willow)
        drain()
        assert "Nora Maria Vance" in mail.outbox[0].body
        assert "Hello" not in mail.outbox[0].body


class TestComingIn:
    def test_a_password_makes_the_account_and_opens_the_building(
        self, world: Any, invitation: Invitation
    ) -> None:
        client = Client()
        response = answer(client, f"/invitations/{invitation.token}/", password=PASSWORD)
        assert (response.status_code, response.url) == (302, WILLOW)
        user = get_user(client)  # type: ignore[arg-type]  # a test client has a session
        assert (user.email, user.first_name) == (NORA, "Nora")
        assert user.emailaddress_set.get().verified
        assert client.get(WILLOW).status_code == 200
        invitation.refresh_from_db()
        assert (invitation.state, invitation.person.user) == ("accepted", user)
        actions = AuditEntry.objects.filter(actor=user).values_list("action", flat=True)
        assert {"accounts.user_created", "residents.invitation_accepted"} <= set(actions)
        assert mail.outbox == []

    def test_looking_uses_nothing_up(self, invitation: Invitation) -> None:
        path = f"/invitations/{invitation.token}/"
        assert [Client().get(path).status_code for _ in range(3)] == [200] * 3
        assert Client().head(path).status_code == 200
        invitation.refresh_from_db()
        assert (invitation.state, user_by_email(NORA)) == ("opened", None)

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"password": "12345678"}, "entirely numeric"),
            ({"password": ""}, "required"),
            ({"password": PASSWORD, "first_name": " "}, "required"),
            ({"password": "nora@willow.example"}, "too similar"),
        ],
    )
    def test_what_does_not_fit_loses_nothing(
        self, invitation: Invitation, values: dict[str, str], words: str
    ) -> None:
        response = answer(Client(), f"/invitations/{invitation.token}/", **values)
        assert response.status_code == 422
        assert words in response.content.decode()
        invitation.refresh_from_db()
        assert invitation.is_waiting
        assert user_by_email(NORA) is None

    def test_whoever_has_an_account_signs_in_first(
        self, world: Any, invitation: Invitation
    ) -> None:
        Invitation.objects.filter(pk=invitation.pk).update(email=world.iris.email)
        path = f"/invitations/{invitation.token}/"
        page = Client().get(path).content.decode()
        assert f"/accounts/login/?next={path.replace(':', '%3A')}" in page
        assert 'name="password"' not in page
        client = Client()
        client.force_login(world.iris)
        assert client.get(WILLOW).status_code == 404
        assert "Accept" in client.get(path).content.decode()
        # In this company Iris is in the book already, as herself.
        assert client.post(path).status_code == 409

    def test_an_account_of_another_company_is_opened_to_this_one(
        self, world: Any, invitation: Invitation
    ) -> None:
        Invitation.objects.filter(pk=invitation.pk).update(email=world.emil.email)
        accept(actor=world.emil, token=invitation.token)
        client = Client()
        client.force_login(world.emil)
        assert client.get(WILLOW).status_code == 200

    def test_somebody_else_cannot_use_it(self, world: Any, invitation: Invitation) -> None:
        client = Client()
        client.force_login(world.dara)
        path = f"/invitations/{invitation.token}/"
        page = client.get(path)
        assert (page.status_code, client.post(path).status_code) == (200, 403)
        assert "another e-mail address" in page.content.decode()
        with pytest.raises(InvitationForAnother):
            accept(actor=world.dara, token=invitation.token)

    def test_the_password_of_an_existing_account_is_not_replaced(
        self, world: Any, invitation: Invitation
    ) -> None:
        Invitation.objects.filter(pk=invitation.pk).update(email=world.emil.email)
        with pytest.raises(Conflict):
            accept_with_new_account(
                token=invitation.token, first_name="E", last_name="C", password=PASSWORD
            )


class TestLinksThatAreOver:
    def refused(self, token: str, status: int, words: str) -> None:
        path = f"/invitations/{token}/"
        for response in (Client().get(path), answer(Client(), path, password=PASSWORD)):
            assert response.status_code == status
            assert words in response.content.decode()
        assert user_by_email(NORA) is None

    def test_tampered(self, invitation: Invitation) -> None:
        for token in (invitation.token[:-1] + "A", "x", f"{invitation.token}:x", "a:b:c"):
            if token != invitation.token:
                self.refused(token, 404, "not whole")

    def test_withdrawn(self, world: Any, invitation: Invitation) -> None:
        withdraw(actor=world.boris, invitation=invitation)
        self.refused(invitation.token, 410, "withdrawn")

    def test_replaced_by_a_newer_one(self, world: Any, invitation: Invitation) -> None:
        old = invitation.token
        newer = send_again(actor=world.boris, invitation=invitation)
        self.refused(old, 410, "newer invitation")
        assert Client().get(f"/invitations/{newer.token}/").status_code == 200

    def test_too_old(self, invitation: Invitation) -> None:
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now())
        self.refused(invitation.token, 410, "some days only")

    def test_declined(self, invitation: Invitation) -> None:
        path = f"/invitations/{invitation.token}/decline/"
        assert Client().get(path).status_code == 405
        assert Client().post(path).status_code == 200
        self.refused(invitation.token, 410, "declined")
        assert AuditEntry.objects.get(action="residents.invitation_declined").system_actor

    def test_used(self, invitation: Invitation) -> None:
        accept_with_new_account(
            token=invitation.token, first_name="N", last_name="V", password=PASSWORD
        )
        response = Client().get(f"/invitations/{invitation.token}/")
        assert response.status_code == 410
        assert "accepted already" in response.content.decode()
        with pytest.raises(InvitationOver):
            decline(token=invitation.token)

    def test_of_somebody_who_has_moved_out(self, world: Any, invitation: Invitation) -> None:
        residency = invitation.person.residencies.get()
        yesterday = clock.today("UTC") - dt.timedelta(days=2)
        move_out(actor=world.boris, residency=residency, end_date=yesterday)
        response = answer(Client(), f"/invitations/{invitation.token}/", password=PASSWORD)
        assert response.status_code == 409
        assert user_by_email(NORA) is None

    def test_nothing_is_mailed_that_was_withdrawn_meanwhile(
        self, world: Any, invitation: Invitation
    ) -> None:
        withdraw(actor=world.boris, invitation=invitation)
        drain()
        assert mail.outbox == []


class TestAnAddressThatTheMailServerRefuses:
    def refuse(self, monkeypatch: Any, code: int) -> None:
        def send(*_args: Any, **_values: Any) -> None:
            raise smtplib.SMTPRecipientsRefused({NORA: (code, b"no such user")})

        monkeypatch.setattr("foundation.mail.send", send)

    def test_is_shown_with_what_to_do(
        self, world: Any, invitation: Invitation, monkeypatch: Any, sign_in: Any
    ) -> None:
        self.refuse(monkeypatch, 550)
        drain()
        invitation.refresh_from_db()
        assert invitation.state == "bounced"
        assert AuditEntry.objects.filter(action="residents.invitation_bounced").exists()
        client = sign_in("boris")
        apartment = world.apartment("willow", "2A")
        for page in (
            f"/desk/people/{invitation.person.uuid}/",
            f"/desk/apartments/{apartment.uuid}/",
        ):
            text = client.get(page).content.decode()
            assert "Undeliverable" in text
            assert "Correct it, then invite again" in text
        listed = "/desk/harbour/willow-court/residencies/?access="
        assert "Nora" in client.get(f"{listed}bounced").content.decode()
        assert "Nora" not in client.get(f"{listed}sent").content.decode()

    def test_later_is_not_never(self, invitation: Invitation, monkeypatch: Any) -> None:
        self.refuse(monkeypatch, 450)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send_invitation(invitation.pk, invitation.version)
        invitation.refresh_from_db()
        assert invitation.state == "sent"

    def test_about_an_older_message_nothing_is_noted(
        self, world: Any, invitation: Invitation
    ) -> None:
        newer = send_again(actor=world.boris, invitation=invitation)
        mark_bounced(invitation=newer, version=1)
        newer.refresh_from_db()
        assert newer.state == "sent"


class TestAtTheDesk:
    @pytest.mark.parametrize(
        ("access", "prepare"),
        [
            ("sent", {}),
            ("opened", {"state": "opened"}),
            ("declined", {"state": "declined"}),
            ("revoked", {"state": "revoked"}),
            ("expired", {"expires_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
        ],
    )
    def test_the_list_is_narrowed_to_a_state(
        self, world: Any, invitation: Invitation, access: str, prepare: Any, sign_in: Any
    ) -> None:
        if prepare:
            Invitation.objects.filter(pk=invitation.pk).update(**prepare)
        client = sign_in("boris")
        for asked in ("", "account", "none", "sent", "opened", "declined", "revoked", "expired"):
            path = f"/desk/harbour/willow-court/residencies/?access={asked}"
            shown = "Nora Maria Vance" in client.get(path).content.decode()
            assert shown == (asked in ("", access)), asked

    def test_the_spreadsheet_tells_it(
        self, world: Any, invitation: Invitation, sign_in: Any
    ) -> None:
        path = "/desk/harbour/willow-court/residencies/export/?access=sent"
        sheet = load_workbook(io.BytesIO(sign_in("boris").get(path).content)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert (rows[0][-1], rows[1][1], rows[1][-1]) == ("Account", "Nora Maria Vance", "Invited")
        assert len(rows) == 2

    def test_the_apartment_shows_it_and_invites_with_one_click(
        self, world: Any, nora: Person, sign_in: Any
    ) -> None:
        client, apartment = sign_in("boris"), world.apartment("willow", "2A")
        page = f"/desk/apartments/{apartment.uuid}/"
        assert "Not invited" in client.get(page).content.decode()
        invite = f"/desk/people/{nora.uuid}/invite/"
        response = client.post(invite, {"apartment": str(apartment.uuid)})
        assert response.url == page
        assert "Invite again" in client.get(page).content.decode()

    def test_the_person_shows_where_things_stand(
        self, world: Any, nora: Person, sign_in: Any
    ) -> None:
        client = sign_in("boris")
        page = f"/desk/people/{nora.uuid}/"
        assert "Not invited" in client.get(page).content.decode()
        response = client.post(f"{page}invite/", follow=True)
        assert f"An invitation is on its way to {NORA}" in response.content.decode()
        invitation = Invitation.objects.get(person=nora)
        assert "Invite again" in client.get(page).content.decode()
        client.post(f"{page}invite/")
        invitation.refresh_from_db()
        assert invitation.version == 2
        client.post(f"/desk/invitations/{invitation.uuid}/withdraw/")
        assert "Withdrawn" in client.get(page).content.decode()

    def test_the_list_shows_it_and_invites_all(
        self, world: Any, nora: Person, sign_in: Any
    ) -> None:
        client = sign_in("boris")
        people = "/desk/harbour/willow-court/residencies/"
        assert "Not invited" in client.get(people).content.decode()
        assert NORA in client.get(f"{people}invite/").content.decode()
        response = client.post(f"{people}invite/", follow=True)
        assert "1 invitation is on its way." in response.content.decode()
        assert "Nobody is left to invite" in client.get(f"{people}invite/").content.decode()

    def test_expired_ones_say_so(self, world: Any, invitation: Invitation, sign_in: Any) -> None:
        Invitation.objects.filter(pk=invitation.pk).update(
            expires_at=clock.now() - dt.timedelta(minutes=1)
        )
        page = sign_in("boris").get(f"/desk/people/{invitation.person.uuid}/")
        assert "Expired" in page.content.decode()
