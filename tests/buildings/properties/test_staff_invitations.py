"""Mara hires by mail; whoever accepts works just where she said, and nobody else gets in."""

import re
import smtplib
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from accounts.models import StaffMembership
from accounts.operations.staff import add_staff, end_staff
from accounts.queries.invitations import InvitationForAnother, InvitationOver
from accounts.queries.users import user_by_email
from buildings.properties.models import Building, StaffInvitation
from buildings.properties.operations.erasure import erase_staff_invitations_of
from buildings.properties.operations.staff_invitations import (
    decline_staff_invitation,
    invite_staff,
    join_staff,
    join_staff_with_new_account,
    send_staff_invitation_again,
    withdraw_staff_invitation,
)
from foundation import clock
from foundation.actors import SystemActor
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

VERA = "vera@harbour.example"
PASSWORD = "a lantern in the yard"
STAFF = "/desk/staff/harbour/"


@pytest.fixture
def offer(world: Any) -> StaffInvitation:
    """Vera is to be a manager of Willow Court only."""
    return invite_staff(
        actor=world.mara,
        company=world.companies["harbour"],
        email="Vera@Harbour.example ",
        role="manager",
        buildings=[world.willow],
    )


def link_in(message: Any) -> str:
    found = re.search(r"http://[^/]+(/staff-invitations/[^\s]+/)", message.body)
    assert found, message.body
    return found[1]


def answer(client: Client, path: str, **values: str) -> Any:
    return client.post(path, {"first_name": "Vera", "last_name": "Sund", **values})


class TestInviting:
    def test_sends_a_link_that_tells_of_the_job(self, offer: StaffInvitation) -> None:
        drain()
        (message,) = mail.outbox
        assert message.to == [VERA]
        assert message.subject == "Harbour Property Management invites you to its team"
        page = Client().get(link_in(message))
        assert page.status_code == 200
        text = page.content.decode()
        assert "Your role: Manager" in text
        assert "Willow Court" in text
        assert "Quay House" not in text
        assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")

    @pytest.mark.parametrize("name", ["ana", "boris", "asta", "fin", "sol"])
    def test_is_for_owners(self, world: Any, name: str) -> None:
        with pytest.raises(NotAllowed):
            invite_staff(
                actor=world.people[name],
                company=world.companies["harbour"],
                email=VERA,
                role="manager",
                covers_all_buildings=True,
            )

    @pytest.mark.parametrize("name", ["dara", "emil"])
    def test_is_not_for_strangers(self, world: Any, offer: StaffInvitation, name: str) -> None:
        stranger = world.people[name]
        with pytest.raises(NotFound):
            invite_staff(
                actor=stranger,
                company=world.companies["harbour"],
                email=VERA,
                role="owner",
            )
        with pytest.raises(NotFound):
            withdraw_staff_invitation(actor=stranger, invitation=offer)
        assert not StaffInvitation.objects.visible_to(stranger).filter(pk=offer.pk).exists()

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"email": "vera"}, "email"),
            ({"role": "king"}, "role"),
            ({"covers_all_buildings": False}, "buildings"),
        ],
    )
    def test_refuses_what_makes_no_job(
        self, world: Any, values: dict[str, Any], field: str
    ) -> None:
        given = {"email": VERA, "role": "manager", "covers_all_buildings": True} | values
        with pytest.raises(InvalidInput) as caught:
            invite_staff(actor=world.mara, company=world.companies["harbour"], **given)
        assert list(caught.value.fields) == [field]

    def test_refuses_buildings_of_others_and_who_is_here(self, world: Any) -> None:
        company = world.companies["harbour"]
        with pytest.raises(InvalidInput):
            invite_staff(
                actor=world.mara, company=company, email=VERA, role="finance", buildings=[world.elm]
            )
        with pytest.raises(Conflict, match="already works"):
            invite_staff(actor=world.mara, company=company, email=world.boris.email, role="owner")

    def test_invited_anew_the_offer_is_the_new_one(
        self, world: Any, offer: StaffInvitation
    ) -> None:
        old = offer.token
        newer = invite_staff(
            actor=world.mara,
            company=offer.company,
            email=VERA,
            role="finance",
            covers_all_buildings=True,
        )
        assert (newer.pk, newer.version, newer.role) == (offer.pk, 2, "finance")
        assert not newer.buildings.exists()
        assert Client().get(f"/staff-invitations/{old}/").status_code == 410
        drain()
        assert len(mail.outbox) == 1

    def test_an_address_that_the_mail_server_refuses_is_shown(
        self, world: Any, offer: StaffInvitation, monkeypatch: Any, sign_in: Any
    ) -> None:
        def refuse(*_args: Any, **_values: Any) -> None:
            raise smtplib.SMTPRecipientsRefused({VERA: (550, b"no such user")})

        monkeypatch.setattr("foundation.mail.send", refuse)
        drain()
        offer.refresh_from_db()
        assert offer.state == "bounced"
        page = sign_in("mara").get(STAFF).content.decode()
        assert "Undeliverable" in page
        assert "refused this address" in page


class TestComingIn:
    def test_a_password_makes_the_account_and_the_job(
        self, world: Any, offer: StaffInvitation
    ) -> None:
        client = Client()
        response = answer(client, f"/staff-invitations/{offer.token}/", password=PASSWORD)
        assert (response.status_code, response.url) == (302, "/desk/buildings/")
        user: Any = get_user(client)  # type: ignore[arg-type]  # a test client has a session
        assert user.email == VERA
        assert user.emailaddress_set.get().verified
        membership = StaffMembership.objects.get(user=user)
        assert (membership.role, membership.covers_all_buildings) == ("manager", False)
        assert set(Building.objects.visible_to(user)) == {world.willow}
        offer.refresh_from_db()
        assert offer.state == "accepted"
        entry = AuditEntry.objects.get(action="properties.staff_invitation_accepted")
        assert (entry.actor, entry.company) == (user, offer.company)

    def test_looking_uses_nothing_up(self, offer: StaffInvitation) -> None:
        path = f"/staff-invitations/{offer.token}/"
        assert [Client().get(path).status_code for _ in range(3)] == [200] * 3
        offer.refresh_from_db()
        assert (offer.state, user_by_email(VERA)) == ("opened", None)

    def test_a_weak_password_loses_nothing(self, offer: StaffInvitation) -> None:
        response = answer(Client(), f"/staff-invitations/{offer.token}/", password="12345678")
        assert response.status_code == 422
        offer.refresh_from_db()
        assert offer.is_waiting
        assert user_by_email(VERA) is None

    def test_whoever_has_an_account_signs_in_and_accepts(self, world: Any, sign_in: Any) -> None:
        offer = invite_staff(
            actor=world.mara,
            company=world.companies["harbour"],
            email=world.emil.email,
            role="assistant",
            covers_all_buildings=True,
        )
        path = f"/staff-invitations/{offer.token}/"
        page = Client().get(path).content.decode()
        assert "/accounts/login/?next=" in page
        assert 'name="password"' not in page
        client = sign_in("emil")
        assert client.get("/desk/harbour/quay-house/").status_code == 404
        assert client.post(path).status_code == 302
        assert client.get("/desk/harbour/quay-house/").status_code == 200
        with pytest.raises(Conflict):
            join_staff_with_new_account(
                token=invite_staff(
                    actor=world.mara,
                    company=world.companies["harbour"],
                    email=world.dara.email,
                    role="finance",
                    covers_all_buildings=True,
                ).token,
                first_name="D",
                last_name="",
                password=PASSWORD,
            )

    def test_somebody_else_cannot_use_it(
        self, world: Any, offer: StaffInvitation, sign_in: Any
    ) -> None:
        client = sign_in("dara")
        path = f"/staff-invitations/{offer.token}/"
        page = client.get(path)
        assert (page.status_code, client.post(path).status_code) == (200, 403)
        assert "another e-mail address" in page.content.decode()
        with pytest.raises(InvitationForAnother):
            join_staff(actor=world.dara, token=offer.token)


class TestLinksThatAreOver:
    def refused(self, token: str, status: int, words: str) -> None:
        path = f"/staff-invitations/{token}/"
        for response in (Client().get(path), answer(Client(), path, password=PASSWORD)):
            assert response.status_code == status
            assert words in response.content.decode()
        assert user_by_email(VERA) is None

    def test_tampered_or_of_another_kind(self, world: Any, offer: StaffInvitation) -> None:
        for token in (f"{offer.token}x", "x", "a:b:c"):
            self.refused(token, 404, "not whole")

    def test_withdrawn(self, world: Any, offer: StaffInvitation) -> None:
        withdraw_staff_invitation(actor=world.mara, invitation=offer)
        self.refused(offer.token, 410, "withdrawn")
        with pytest.raises(Conflict):
            send_staff_invitation_again(actor=world.mara, invitation=offer)
        drain()
        assert mail.outbox == []

    def test_too_old(self, offer: StaffInvitation) -> None:
        StaffInvitation.objects.filter(pk=offer.pk).update(expires_at=clock.now())
        self.refused(offer.token, 410, "some days only")

    def test_declined(self, offer: StaffInvitation) -> None:
        path = f"/staff-invitations/{offer.token}/decline/"
        assert Client().get(path).status_code == 405
        assert Client().post(path).status_code == 200
        self.refused(offer.token, 410, "declined")

    def test_used(self, offer: StaffInvitation) -> None:
        join_staff_with_new_account(
            token=offer.token, first_name="V", last_name="S", password=PASSWORD
        )
        response = Client().get(f"/staff-invitations/{offer.token}/")
        assert response.status_code == 410
        assert "accepted already" in response.content.decode()
        with pytest.raises(InvitationOver):
            decline_staff_invitation(token=offer.token)

    def test_of_an_owner_who_was_sent_away(self, world: Any, offer: StaffInvitation) -> None:
        add_staff(
            actor=SystemActor("tests"),
            company=offer.company,
            user=world.emil,
            role="owner",
            covers_all_buildings=True,
        )
        end_staff(actor=world.emil, membership=world.mara.memberships.get())
        self.refused(offer.token, 410, "no longer runs the company")


class TestAtTheDesk:
    def test_owners_see_who_works_where(
        self, world: Any, offer: StaffInvitation, sign_in: Any
    ) -> None:
        page = sign_in("mara").get(STAFF).content.decode()
        assert world.boris.display_name in page
        assert "Invited" in page
        assert "@rival.example" not in page

    def test_the_form_invites(self, world: Any, sign_in: Any) -> None:
        client = sign_in("mara")
        values = {"email": VERA, "role": "assistant", "covers": "named"}
        assert client.post(STAFF, values).status_code == 422
        named = values | {"buildings": [str(world.willow.uuid)]}
        response = client.post(STAFF, named, follow=True)
        assert f"An invitation is on its way to {VERA}" in response.content.decode()
        offer = StaffInvitation.objects.get(email=VERA)
        assert list(offer.buildings.all()) == [world.willow]
        client.post(f"/desk/staff/invitations/{offer.uuid}/send-again/")
        offer.refresh_from_db()
        assert offer.version == 2
        response = client.post(f"/desk/staff/invitations/{offer.uuid}/withdraw/", follow=True)
        assert "Withdrawn" in response.content.decode()

    def test_ending_a_job_closes_the_desk(self, world: Any, sign_in: Any) -> None:
        client = sign_in("boris")
        assert client.get("/desk/harbour/willow-court/").status_code == 200
        job = world.boris.memberships.get()
        response = sign_in("mara").post(f"/desk/staff/jobs/{job.uuid}/end/", follow=True)
        assert "no longer works here" in response.content.decode()
        assert client.get("/desk/harbour/willow-court/").status_code == 404

    def test_the_last_owner_stays(self, world: Any, sign_in: Any) -> None:
        job = world.mara.memberships.get()
        client = sign_in("mara")
        client.post(f"/desk/staff/jobs/{job.uuid}/end/")
        assert client.get(STAFF).status_code == 200


class TestForPrograms:
    def test_from_invitation_to_job_and_back(self, world: Any, sign_in: Any) -> None:
        mara, api = sign_in("mara"), "/api/v1/staff-invitations"
        made = mara.post(
            api,
            {
                "company": "harbour",
                "email": world.emil.email,
                "role": "manager",
                "buildings": ["willow-court"],
            },
            content_type="application/json",
        )
        assert made.status_code == 201
        assert made.json()["buildings"] == ["willow-court"]
        assert "token" not in made.json()
        token = StaffInvitation.objects.get(email=world.emil.email).token
        emil = sign_in("emil")
        accepted = emil.post(f"{api}/accept", {"token": token}, content_type="application/json")
        assert accepted.json()["state"] == "accepted"
        assert [job["role"] for job in emil.get("/api/v1/staff").json()["items"]] == ["manager"]
        jobs = mara.get("/api/v1/staff?company=harbour").json()["items"]
        (job,) = [job for job in jobs if job["email"] == world.emil.email]
        assert job["buildings"] == ["willow-court"]
        assert mara.post(f"/api/v1/staff/{job['id']}/end").status_code == 204
        assert emil.get("/api/v1/staff").json()["items"] == []

    def test_addresses_of_others_stay_theirs(self, world: Any, sign_in: Any) -> None:
        items = sign_in("mara").get("/api/v1/staff-invitations").json()["items"]
        assert {item["company"] for item in items} == {"harbour"}


def test_an_erased_person_is_gone_from_offers(world: Any) -> None:
    offer = invite_staff(
        actor=world.mara,
        company=world.companies["harbour"],
        email=world.emil.email,
        role="finance",
        covers_all_buildings=True,
    )
    erase_staff_invitations_of(user=world.emil)
    offer.refresh_from_db()
    assert (offer.state, world.emil.email in offer.email) == ("revoked", False)
