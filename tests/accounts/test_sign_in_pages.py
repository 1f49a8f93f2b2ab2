"""The pages of one's own sign-in: addresses, password, sessions, and the mails about them."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from accounts.models import User
from concierge.demo.cast import PASSWORD
from tests.queue import drain

pytestmark = pytest.mark.django_db
EMAILS = "/accounts/email/"
VERIFY = "/accounts/confirm-email/"
NEW = "ana.new@willow.example"


def prove_password(client: Client) -> None:
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_in(message: Any) -> str:
    """The code of a mail, which stands on a line of its own."""
    return re.search(r"^([A-Z0-9-]{4,12})$", message.body, re.M)[1]  # type: ignore[index]


def test_a_second_address_is_verified_by_code_and_becomes_the_main_one(
    world: Any, sign_in: Any
) -> None:
    client, old = sign_in("ana"), world.ana.email
    refused = client.post(EMAILS, {"action_add": "", "email": NEW})
    assert refused["Location"].startswith("/accounts/reauthenticate/")
    prove_password(client)
    client.post(EMAILS, {"action_add": "", "email": NEW})
    assert not EmailAddress.objects.filter(email=NEW, verified=True).exists()
    message = mail.outbox[-1]
    assert (message.to, message.subject) == ([NEW], "Your code")
    assert code_in(message) in message.alternatives[0][0]
    wrong = client.post(VERIFY, {"code": "WRONG-1"})
    assert wrong.status_code == 200
    client.post(VERIFY, {"code": code_in(message)})
    assert EmailAddress.objects.get(email=NEW).verified
    client.post(EMAILS, {"action_primary": "", "email": NEW})
    world.ana.refresh_from_db()
    assert world.ana.email == NEW
    told = [m for m in mail.outbox if m.subject == "Your main e-mail address was changed"]
    assert [m.to for m in told] == [[old]]
    assert client.get(EMAILS).content.decode().count("Verified</span>") == 2


def test_changing_the_password_ends_other_sessions_and_is_mailed(
    world: Any, sign_in: Any, settings: Any
) -> None:
    client, other = sign_in("ana"), Client()
    other.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
    prove_password(client)
    values = {"oldpassword": PASSWORD, "password1": "a kite above the roofs"}
    answer = client.post("/accounts/password/change/", values | {"password2": values["password1"]})
    assert answer.status_code == 302, answer.content.decode()
    assert client.get("/my/").status_code == 200
    assert other.get("/my/").status_code == 302
    drain()
    told = [m for m in mail.outbox if "password" in m.subject.lower()]
    assert [m.to for m in told] == [[world.ana.email]]


def test_the_reset_mail_has_our_look_and_speaks_the_persons_language(world: Any) -> None:
    User.objects.filter(pk=world.ana.pk).update(language="ar")
    Client().post("/accounts/password/reset/", {"email": world.ana.email})
    message = mail.outbox[-1]
    assert message.to == [world.ana.email]
    assert 'lang="ar"' in message.alternatives[0][0]
    link = re.search(r"http\S+(/accounts/password/reset/key/\S+)", message.body)
    assert Client().get(link[1], follow=True).status_code == 200  # type: ignore[index]


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so(world: Any) -> None:
    known = Client().post("/accounts/password/reset/", {"email": world.ana.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "stranger@nowhere.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert mail.outbox[-1].to == ["stranger@nowhere.example"]
    assert mail.outbox[-1].subject == "There is no account with this address"


def test_one_session_ends_and_the_others_stay(world: Any) -> None:
    here, phone, tablet = Client(), Client(), Client()
    for client in (here, phone, tablet):
        client.post("/accounts/login/", {"login": world.ana.email, "password": PASSWORD})
    page = here.get("/accounts/sessions/")
    assert page.status_code == 200
    assert "This device" in page.content.decode()
    found = UserSession.objects.get(session_key=phone.session.session_key)
    answer = here.post(f"/my/security/sessions/{found.pk}/end/")
    assert answer["Location"] == "/accounts/sessions/"
    here.post("/accounts/sessions/")
    assert [client.get("/my/").status_code for client in (here, tablet)] == [200, 302]


@pytest.mark.django_db(transaction=False)
def test_an_ended_session_is_signed_out(
    world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    here, phone = Client(), Client()
    for client in (here, phone):
        client.post("/accounts/login/", {"login": world.ana.email, "password": PASSWORD})
    found = UserSession.objects.get(session_key=phone.session.session_key)
    with django_capture_on_commit_callbacks(execute=True):
        here.post(f"/my/security/sessions/{found.pk}/end/")
    assert phone.get("/my/").status_code == 302
    assert here.get("/my/").status_code == 200


def test_the_session_of_somebody_else_does_not_exist(world: Any, sign_in: Any) -> None:
    teo = Client()
    teo.post("/accounts/login/", {"login": world.teo.email, "password": PASSWORD})
    found = UserSession.objects.get(session_key=teo.session.session_key)
    assert sign_in("ana").post(f"/my/security/sessions/{found.pk}/end/").status_code == 404
    assert teo.get("/my/").status_code == 200


def test_the_cms_lets_nobody_change_an_address(world: Any, sign_in: Any) -> None:
    """It would move the login without a code to the new address."""
    page = sign_in("boris").get("/cms/account/").content.decode()
    assert 'type="email"' not in page
    client, before = sign_in("boris"), world.boris.email
    client.post("/cms/account/", {"name_email-email": NEW, "email": NEW})
    world.boris.refresh_from_db()
    assert world.boris.email == before


def test_a_known_address_costs_as_many_hashes_at_sign_up_as_a_new_one(
    world: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIGN_UP = "open"
    counted = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: Any, *args: Any, **kwargs: Any) -> Any:
        counted[-1] += 1
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    answers = []
    for email in ("newcomer@nowhere.example", world.ana.email):
        counted.append(0)
        client = Client()
        answer = client.post(
            "/accounts/signup/", {"email": email, "password1": "a kite above the roofs"}
        )
        page = client.get(answer["Location"]).content.decode().replace(email, "")
        answers.append(
            (answer.status_code, answer["Location"], re.sub(r'value="\w{64}"', "", page))
        )
    assert answers[0] == answers[1]
    assert counted[0] == counted[1] == 1
    assert [m.subject for m in mail.outbox] == ["Your code", "You already have an account"]


def test_signing_up_with_a_code(settings: Any) -> None:
    settings.SIGN_UP = "open"
    client = Client()
    client.post(
        "/accounts/signup/", {"email": "Nora@Nowhere.Example", "password1": "a kite above roofs"}
    )
    assert client.get("/my/").status_code == 302
    client.post(VERIFY, {"code": code_in(mail.outbox[-1])})
    assert client.get("/my/").status_code == 200
    assert User.objects.get(email="nora@nowhere.example").first_name == ""


def test_another_code_has_to_wait(settings: Any) -> None:
    settings.SIGN_UP = "open"
    client = Client()
    client.post("/accounts/signup/", {"email": "n@nowhere.example", "password1": "kites, roofs"})
    assert "Send another code" in client.get(VERIFY).content.decode()
    for _again in range(3):
        client.post(VERIFY, {"action": "resend"})
    assert len(mail.outbox) == 1


def test_where_only_invited_people_come_in(client: Client) -> None:
    assert "You need an invitation" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"email": "n@nowhere.example", "password1": "kites, roofs"})
    assert not User.objects.filter(email="n@nowhere.example").exists()
    assert mail.outbox == []


def test_a_stale_proof_of_another_address_verifies_nothing(settings: Any) -> None:
    """Somebody opened an invitation, left it, and signs up with another address."""
    settings.SIGN_UP = "open"
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["account_verified_email"] = "victim@nowhere.example"
    session.save()
    client.post("/accounts/signup/", {"email": "n@nowhere.example", "password1": "kites, roofs"})
    assert not EmailAddress.objects.filter(email="victim@nowhere.example").exists()
    assert not EmailAddress.objects.filter(email="n@nowhere.example", verified=True).exists()
    assert client.get("/my/").status_code == 302
