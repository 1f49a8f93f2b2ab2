"""A company signs up: it opens when its owner has proven their address, and not before."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.forms.sign_up import WISH
from accounts.models import Company, User
from accounts.operations.sign_up import sign_up_company
from foundation.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
PAGE = "/accounts/signup/company/"
VALUES = {
    "company": "Lark Homes",
    "slug": "lark-homes",
    "first_name": "Lena",
    "last_name": "Lark",
    "email": "lena@lark.example",
    "password1": "a kite above the roofs",
}


@pytest.fixture(autouse=True)
def is_open(settings: Any) -> None:
    settings.SIGN_UP = "open"


def enter_code(client: Client) -> Any:
    code = re.search(r"^([A-Z0-9-]{4,12})$", mail.outbox[-1].body, re.M)[1]  # type: ignore[index]
    return client.post("/accounts/confirm-email/", {"code": code})


def test_it_opens_with_the_proof_and_not_before(client: Client) -> None:
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, VALUES).status_code == 302
    assert not Company.objects.filter(slug="lark-homes").exists()
    enter_code(client)
    company = Company.objects.get(slug="lark-homes")
    owner = User.objects.get(email="lena@lark.example")
    assert [(m.user, m.role) for m in company.memberships.all()] == [(owner, "owner")]
    assert owner.first_name == "Lena"
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("slug", ["harbour", "accounts", "cms", "Not A Slug"])
def test_addresses_that_cannot_be_had(slug: str, world: Any, client: Client) -> None:
    answer = client.post(PAGE, VALUES | {"slug": slug})
    assert answer.status_code == 200
    assert not User.objects.filter(email="lena@lark.example").exists()


def test_without_an_address_one_is_made_of_the_name(client: Client) -> None:
    client.post(PAGE, VALUES | {"slug": "", "company": "Lärk & Söhne Homes"})
    enter_code(client)
    assert Company.objects.get(name="Lärk & Söhne Homes").slug == "lark-sohne-homes"


@pytest.mark.parametrize(("slug", "free"), [("harbour", "harbour-2"), ("cms", "cms-2")])
def test_a_taken_one_comes_with_a_free_one(
    slug: str, free: str, world: Any, client: Client
) -> None:
    answer = client.post(PAGE, VALUES | {"slug": slug})
    assert f"choose another, such as {free}." in answer.content.decode()


def test_a_known_address_gets_the_same_answer_and_no_company(world: Any) -> None:
    new = Client().post(PAGE, VALUES)
    known = Client().post(PAGE, VALUES | {"slug": "ana-homes", "email": world.ana.email})
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert mail.outbox[-1].subject == "You already have an account"
    assert not Company.objects.filter(slug="ana-homes").exists()


def test_the_wish_is_not_for_the_next_person_in_this_browser(world: Any, client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session[WISH] = {"email": world.ana.email, "name": "Lark Homes", "slug": "lark-homes"}
    session.save()
    client.post("/accounts/signup/", {"email": "n@n.example", "password1": VALUES["password1"]})
    enter_code(client)
    assert not Company.objects.filter(slug="lark-homes").exists()


def test_an_address_taken_meanwhile_is_told_and_the_person_is_in(client: Client) -> None:
    client.post(PAGE, VALUES)
    Company.objects.create(name="Other", slug="lark-homes", created_at="2026-01-01T00:00Z")
    enter_code(client)
    assert client.get("/my/").status_code == 200
    assert not User.objects.get(email="lena@lark.example").memberships.exists()


def test_only_where_sign_up_is_open(settings: Any, client: Client, world: Any) -> None:
    settings.SIGN_UP = "invited"
    assert "You need an invitation" in client.get(PAGE).content.decode()
    with pytest.raises(NotAllowed):
        sign_up_company(actor=world.ana, name="X", slug="x-homes")


def test_nobody_opens_a_second_one_or_one_without_proof(world: Any) -> None:
    with pytest.raises(Conflict):
        sign_up_company(actor=world.mara, name="X", slug="x-homes")
    stranger = User.objects.create_user("stranger@n.example", "a kite above the roofs")
    with pytest.raises(NotAllowed):
        sign_up_company(actor=stranger, name="X", slug="x-homes")
