"""The desk's pages about API keys, as their owner finds them."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiKey
from accounts.operations.keys import create_key
from accounts.operations.staff import add_staff, end_staff
from concierge.demo.cast import PASSWORD, SYSTEM
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

PAGE = "/desk/api-keys/harbour/"
FORM = {"name": "Door system", "scopes": ["buildings:read", "apartments:read"], "days": "90"}


@pytest.fixture
def mara(world: Any) -> Client:
    """Mara, who has just confirmed her password."""
    client = Client()
    client.force_login(world.mara, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def test_the_owner_of_one_company_is_taken_there(mara: Client) -> None:
    assert mara.get("/desk/api-keys/").url == PAGE


def test_the_owner_of_two_chooses(world: Any, sign_in: Any) -> None:
    add_staff(
        actor=SYSTEM, company=world.companies["rival"], user=world.mara, role="owner",
        covers_all_buildings=True,
    )  # fmt: skip
    html = sign_in("mara").get("/desk/api-keys/").content.decode()
    assert PAGE in html
    assert "/desk/api-keys/rival/" in html


def test_a_key_is_shown_once_and_works(mara: Client, world: Any) -> None:
    response = mara.post(PAGE, FORM)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    [token] = re.findall(r'id="new-key" value="(nc_[^"]+)"', html)
    answer = Client().get("/api/v1/buildings", headers={"X-API-Key": token})
    assert answer.status_code == 200
    again = mara.get(PAGE).content.decode()
    assert token not in again
    assert "Door system" in again
    assert token[:11] in again
    entry = AuditEntry.objects.filter(action="accounts.api_key_created").first()
    assert entry is not None
    assert entry.actor == world.mara
    assert token not in str(entry.changes)


def test_making_one_wants_the_password_again(sign_in: Any) -> None:
    before = ApiKey.objects.count()
    response = sign_in("mara").post(PAGE, FORM)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/reauthenticate/")
    assert ApiKey.objects.count() == before
    # Whoever gives it goes on where they were stopped.
    client = sign_in("mara")
    client.post(PAGE, FORM)
    done = client.post(response.url, {"password": PASSWORD})
    assert "nc_" in done.content.decode()
    assert ApiKey.objects.count() == before + 1
    # Looking does not.
    assert sign_in("mara").get(PAGE).status_code == 200


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}]
)
def test_what_does_not_fit_is_said_beside_the_field(values: Any, mara: Client) -> None:
    response = mara.post(PAGE, FORM | values)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not ApiKey.objects.filter(name="Door system").exists()


def test_revoking(mara: Client, world: Any) -> None:
    key = world.companies["harbour"].api_keys.get()
    response = mara.post(f"{PAGE}{key.uuid}/revoke/", follow=True)
    assert "no longer works" in response.content.decode()
    assert "Revoked" in response.content.decode()
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_the_list_says_why_a_key_stopped(mara: Client, world: Any) -> None:
    harbour = world.companies["harbour"]
    add_staff(
        actor=SYSTEM, company=harbour, user=world.ana, role="owner", covers_all_buildings=True
    )
    key, _token = create_key(
        actor=world.ana, company=harbour, name="Old", scopes=["search:read"], days=1
    )
    end_staff(actor=SYSTEM, membership=world.ana.memberships.get())
    assert "Stopped" in mara.get(PAGE).content.decode()
    assert key.is_working


def test_the_menu_shows_it_to_owners_only(sign_in: Any) -> None:
    assert 'href="/desk/api-keys/"' in sign_in("mara").get("/desk/").content.decode()
    assert 'href="/desk/api-keys/"' not in sign_in("boris").get("/desk/").content.decode()


def test_names_are_shown_as_text(mara: Client) -> None:
    html = mara.post(PAGE, FORM | {"name": "<b>x</b>"}).content.decode()
    assert "<b>x</b>" not in html
