"""Guessing passwords is stopped after a few, wherever it is tried, and the owner gets back in."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import LoginGuard
from accounts.operations import guards
from accounts.queries.users import password_link
from foundation import clock
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "concierge-demo", "not-the-password"


def sign_in_as(client: Client, email: str, password: str, ip: str = "203.0.113.7") -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=ip)


def guess(email: str, times: int, ip: str = "203.0.113.7") -> list[int]:
    client = Client()
    return [sign_in_as(client, email, WRONG, ip).status_code for _ in range(times)]


class TestLockout:
    def test_comes_after_five_wrong_passwords(self, world: Any) -> None:
        assert guess("ana@willow.example", 6) == [200] * 5 + [429]
        refused = sign_in_as(Client(), "ana@willow.example", RIGHT)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 900
        assert "Choose a new password" in refused.content.decode()

    def test_is_for_one_address_and_one_account(self, world: Any) -> None:
        guess("ana@willow.example", 6)
        assert sign_in_as(Client(), "ana@willow.example", RIGHT, "198.51.100.1").status_code == 302
        assert sign_in_as(Client(), "teo@willow.example", RIGHT).status_code == 302

    def test_knows_an_account_in_any_case(self, world: Any) -> None:
        guess("ANA@Willow.example", 5)
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 429

    def test_takes_all_addresses_of_one_ipv6_customer_for_one(self, world: Any) -> None:
        for number in range(5):
            guess("ana@willow.example", 1, f"2001:db8:1:2::{number + 1}")
        refused = sign_in_as(Client(), "ana@willow.example", RIGHT, "2001:db8:1:2:ffff::9")
        assert refused.status_code == 429

    def test_is_not_prolonged_by_trying(self, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        guess("ana@willow.example", 5)
        real = clock.now
        monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(minutes=14))
        assert guess("ana@willow.example", 3) == [429] * 3
        monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(minutes=15, seconds=1))
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 302

    @pytest.mark.parametrize("proxies", [0, 1])
    def test_is_not_dodged_by_made_up_headers(
        self, proxies: int, world: Any, settings: Any
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        form = {"login": "ana@willow.example", "password": WRONG}
        answers = [
            Client(headers={"X-Forwarded-For": f"6.6.6.{number}, 203.0.113.7"})
            .post("/accounts/login/", form)
            .status_code
            for number in range(6)
        ]
        assert answers == [200] * 5 + [429]

    def test_counts_all_addresses_of_an_account_together(self, world: Any) -> None:
        world.ana.emailaddress_set.create(email="ana@work.example", verified=True)
        guess("ana@willow.example", 3)
        assert guess("ana@work.example", 3) == [200, 200, 429]
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 429

    def test_is_mailed_once_an_hour(self, world: Any) -> None:
        for number in range(3):
            guess("ana@willow.example", 5, f"198.51.100.{number}")
        drain()
        told = [message for message in mail.outbox if message.to == ["ana@willow.example"]]
        assert len(told) == 1

    def test_comes_from_many_addresses_as_well(self, world: Any) -> None:
        for number in range(20):
            guess("ana@willow.example", 1, f"198.51.100.{number}")
        assert sign_in_as(Client(), "ana@willow.example", RIGHT, "192.0.2.1").status_code == 429

    def test_treats_unknown_addresses_alike(self, world: Any) -> None:
        assert guess("nobody@nowhere.example", 6) == [200] * 5 + [429]
        assert not mail.outbox

    def test_is_forgotten_after_a_right_password(self, world: Any) -> None:
        guess("ana@willow.example", 4)
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 302
        assert guess("ana@willow.example", 5) == [200] * 5

    def test_a_sign_in_elsewhere_gives_guessers_no_new_turn(self, world: Any) -> None:
        for number in range(19):
            guess("ana@willow.example", 1, f"198.51.100.{number}")
        assert sign_in_as(Client(), "ana@willow.example", RIGHT, "192.0.2.1").status_code == 302
        assert guess("ana@willow.example", 2, "198.51.100.99") == [200, 429]

    def test_ends_after_a_quarter_of_an_hour(
        self, world: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guess("ana@willow.example", 6)
        later = clock.now() + dt.timedelta(minutes=16)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 302

    def test_is_told_to_the_owner_once_and_written_down(self, world: Any) -> None:
        guess("ana@willow.example", 8)
        drain()
        assert [message.to for message in mail.outbox] == [["ana@willow.example"]]
        assert "wrong passwords" in mail.outbox[0].body
        told = AuditEntry.objects.filter(object_type="accounts.user", object_id=world.ana.pk)
        assert told.filter(action="accounts.sign_in_failed").count() == 5
        assert told.filter(action="accounts.sign_in_locked").count() == 1

    def test_holds_for_programs(self, world: Any) -> None:
        client = Client()
        body = {"email": "ana@willow.example", "password": WRONG}
        answers = [
            client.post("/_allauth/app/v1/auth/login", body, content_type="application/json")
            for _ in range(6)
        ]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        assert answers[-1].json()["code"] == "too_many_attempts"
        assert int(answers[-1]["Retry-After"]) > 0

    def test_holds_where_one_proves_anew_who_one_is(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        answers = [
            client.post("/accounts/reauthenticate/", {"password": WRONG}).status_code
            for _ in range(6)
        ]
        assert answers[-1] == 429

    def test_ends_with_a_new_password(self, world: Any) -> None:
        guess("ana@willow.example", 6)
        client = Client()
        page = client.get(password_link(world.ana).removeprefix("http://localhost:8000"))
        chosen = {"password1": "quince-marmalade-7", "password2": "quince-marmalade-7"}
        assert client.post(page["Location"], chosen).status_code == 302
        assert sign_in_as(Client(), "ana@willow.example", "quince-marmalade-7").status_code == 302


class TestUnlocking:
    @pytest.mark.parametrize(
        ("who", "status"), [("mara", 200), ("sol", 200), ("ana", 404), ("asta", 404), ("dara", 404)]
    )
    def test_of_staff_is_for_owners_and_the_platform(
        self, who: str, status: int, world: Any, sign_in: Any
    ) -> None:
        guess("boris@harbour.example", 6)
        answer = sign_in(who).post(f"/api/v1/users/{world.boris.uuid}/unlock")
        assert answer.status_code == status
        is_open = sign_in_as(Client(), "boris@harbour.example", RIGHT).status_code == 302
        assert is_open is (status == 200)

    def test_of_residents_is_for_the_platform(self, world: Any, sign_in: Any) -> None:
        assert sign_in("mara").post(f"/api/v1/users/{world.ana.uuid}/unlock").status_code == 404
        answer = sign_in("sol").post(f"/api/v1/users/{world.ana.uuid}/unlock")
        assert answer.json() == {"was_locked": False}


def test_old_attempts_are_forgotten(world: Any) -> None:
    guess("ana@willow.example", 1)
    assert guards.delete_old_guards() == 0
    LoginGuard.objects.update(window_start=clock.now() - dt.timedelta(hours=1))
    assert guards.delete_old_guards() == 2


def test_the_table_keeps_no_address_of_a_person(world: Any) -> None:
    guess("ana@willow.example", 1)
    assert "ana" not in "".join(LoginGuard.objects.values_list("login", flat=True))


class TestAtTheDesk:
    def test_a_manager_lets_a_resident_try_again(self, world: Any, sign_in: Any) -> None:
        guess("ana@willow.example", 6)
        person = world.ana.people.get()
        page = sign_in("boris").get(f"/desk/people/{person.uuid}/").content.decode()
        assert "after too many wrong passwords" in page
        for name, status in (("dara", 404), ("iris", 404), ("fin", 403)):
            answer = sign_in(name).post(f"/desk/people/{person.uuid}/unlock/")
            assert answer.status_code == status, name
        sign_in("boris").post(f"/desk/people/{person.uuid}/unlock/")
        assert sign_in_as(Client(), "ana@willow.example", RIGHT).status_code == 302
        assert AuditEntry.objects.filter(action="residents.sign_in_unlocked").count() == 1

    def test_an_owner_lets_a_colleague_try_again(self, world: Any, sign_in: Any) -> None:
        guess("boris@harbour.example", 6)
        assert "Let them try again" in sign_in("mara").get("/desk/staff/harbour/").content.decode()
        job = world.boris.memberships.get()
        sign_in("mara").post(f"/desk/staff/jobs/{job.uuid}/unlock/")
        assert sign_in_as(Client(), "boris@harbour.example", RIGHT).status_code == 302
