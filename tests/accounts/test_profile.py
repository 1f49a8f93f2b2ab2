"""Who I am and how I want to be met: pages and API."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from accounts.operations.personal_data import order_erasure
from accounts.operations.profile import change_profile, set_avatar
from accounts.operations.users import create_verified_user
from foundation import personal_data
from foundation.actors import SystemActor
from tests.queue import drain
from tests.world import png

pytestmark = pytest.mark.django_db
PROFILE = {
    "first_name": "Ana",
    "last_name": "Lima",
    "phone": "+49 40 123456",
    "language": "de",
    "time_zone": "Europe/Lisbon",
}


def test_the_profile_is_kept(world: Any, sign_in: Any) -> None:
    client = sign_in("ana")
    assert client.get("/my/profile/").status_code == 200
    assert client.post("/my/profile/", PROFILE)["Location"] == "/my/profile/"
    world.ana.refresh_from_db()
    assert {name: getattr(world.ana, name) for name in PROFILE} == PROFILE


@pytest.mark.parametrize(
    "wrong",
    [{"first_name": ""}, {"language": "xx"}, {"time_zone": "Mars/Base"}, {"phone": "9" * 41}],
)
def test_what_does_not_fit_is_told(wrong: dict[str, str], world: Any, sign_in: Any) -> None:
    before = world.ana.first_name
    answer = sign_in("ana").post("/my/profile/", PROFILE | wrong)
    assert answer.status_code == 422
    assert "Please check the following" in answer.content.decode()
    world.ana.refresh_from_db()
    assert (world.ana.first_name, world.ana.phone) == (before, "")


def test_a_picture_is_private_and_goes_for_good(
    world: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in("ana")
    assert client.get("/my/profile/picture/").status_code == 404
    file = SimpleUploadedFile("me.png", png())
    assert client.post("/my/profile/picture/", {"file": file}).status_code == 302
    world.ana.refresh_from_db()
    name = world.ana.avatar.name
    assert client.get("/my/profile/picture/").status_code == 200
    assert "private" in client.get("/my/profile/picture/")["Cache-Control"]
    for other in ("teo", "boris", "mara", "sol"):
        assert sign_in(other).get(f"/files/{name}").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/my/profile/picture/remove/")
    assert not default_storage.exists(name)


def test_what_is_no_picture_is_refused(sign_in: Any) -> None:
    file = SimpleUploadedFile("me.png", b"<script>")
    assert sign_in("ana").post("/my/profile/picture/", {"file": file}).status_code == 422


def test_preferences_are_kept_and_the_usual_fills_the_rest(world: Any, sign_in: Any) -> None:
    client = sign_in("ana")
    assert client.get("/my/preferences/").status_code == 200
    assert client.get("/api/v1/me/preferences").json()["theme"] == "system"
    client.post("/my/preferences/", {"theme": "dark", "digest": "weekly", "events-in_app": "on"})
    found = client.get("/api/v1/me/preferences").json()
    assert (found["theme"], found["digest"]) == ("dark", "weekly")
    assert found["notifications"]["events"] == {"email": False, "in_app": True, "push": False}


def test_unknown_kinds_of_messages_are_refused(sign_in: Any) -> None:
    for body in (
        {"theme": "dark", "digest": "off", "notifications": {"x": {"email": True, "in_app": True}}},
        {"theme": "pink", "digest": "off"},
    ):
        answer = sign_in("ana").put("/api/v1/me/preferences", body, content_type="application/json")
        assert answer.status_code == 422, answer.content


def test_the_api_changes_what_is_named_and_nothing_else(world: Any, sign_in: Any) -> None:
    client = sign_in("ana")
    before = client.get("/api/v1/me").json()
    answer = client.patch("/api/v1/me", {"phone": " 123 "}, content_type="application/json")
    assert answer.json() == before | {"phone": "123"}
    wrong = client.patch("/api/v1/me", {"time_zone": "Mars/Base"}, content_type="application/json")
    assert wrong.status_code == 422
    assert "time_zone" in wrong.json()["errors"]
    # Neither the address nor a right is changed here.
    client.patch(
        "/api/v1/me",
        {"email": "x@x.example", "is_platform_staff": True},
        content_type="application/json",
    )
    assert client.get("/api/v1/me").json() == before | {"phone": "123"}


def test_a_picture_by_the_api(world: Any, sign_in: Any) -> None:
    client = sign_in("ana")
    body = encode_multipart("BoUnDaRyStRiNg", {"file": SimpleUploadedFile("me.png", png())})
    answer = client.put("/api/v1/me/avatar", body, content_type=MULTIPART_CONTENT)
    assert answer.json()["avatar"] == "/my/profile/picture/"
    assert client.delete("/api/v1/me/avatar").status_code == 204
    assert client.get("/api/v1/me").json()["avatar"] is None


def test_permissions_name_role_company_and_building(world: Any, sign_in: Any) -> None:
    willow = str(world.buildings["willow"].uuid)
    boris = sign_in("boris").get("/api/v1/me/permissions").json()["roles"]
    assert {role["role"] for role in boris} == {"manager"}
    assert {role["company"] for role in boris} == {"harbour"}
    assert willow in {role["building"] for role in boris} | {None} or boris[0]["building"] is None
    ana = sign_in("ana").get("/api/v1/me/permissions").json()["roles"]
    assert willow in {role["building"] for role in ana}
    assert sign_in("mara").get("/api/v1/me/permissions").json()["roles"] == [
        {"role": "owner", "company": "harbour", "building": None}
    ]


def test_a_password_is_judged_without_being_kept(world: Any) -> None:
    weak = Client().post(
        "/api/v1/auth/password/strength", {"password": "12345"}, content_type="application/json"
    )
    assert weak.status_code == 200
    assert not weak.json()["is_accepted"]
    assert len(weak.json()["problems"]) >= 2
    own = Client().post(
        "/api/v1/auth/password/strength",
        {"password": "quillfeather", "last_name": "Quillfeather"},
        content_type="application/json",
    )
    assert "too similar" in own.json()["problems"][0]
    good = Client().post(
        "/api/v1/auth/password/strength",
        {"password": "a lantern in the yard"},
        content_type="application/json",
    )
    assert (good.json()["is_accepted"], good.json()["problems"]) == (True, [])
    assert good.json()["rules"]


def test_the_copy_holds_the_profile_and_erasing_takes_it(
    world: Any, django_capture_on_commit_callbacks: Any
) -> None:
    # Not one of the cast: their files are shared by all tests.
    user = create_verified_user(
        actor=SystemActor("tests"),
        email="zora@n.example",
        first_name="Zora",
        last_name="Quill",
        password=None,
    )
    change_profile(actor=user, phone="+49 40 987", time_zone="Europe/Lisbon")
    user = set_avatar(actor=user, content=png(), file_name="me.png")
    account = personal_data.export_of(user)["accounts"]["account"]
    assert (account["phone"], account["time_zone"]) == ("+49 40 987", "Europe/Lisbon")
    assert len(personal_data.files_of(user)) == 1
    name = user.avatar.name
    with django_capture_on_commit_callbacks(execute=True):
        order_erasure(actor=user, user=user)
        drain()
    user.refresh_from_db()
    assert (user.phone, user.time_zone, user.avatar.name or "") == ("", "", "")
    assert user.preferences == {}
    assert not default_storage.exists(name)


def test_times_follow_the_chosen_zone_outside_a_building(world: Any, sign_in: Any) -> None:
    change_profile(actor=world.ana, time_zone="Pacific/Auckland")
    moment = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    world.ana.notifications.update(created_at=moment)
    assert "1 July 2026, 10:30" in sign_in("ana").get("/my/inbox/").content.decode()
    world.teo.notifications.update(created_at=moment)
    assert "1 July 2026, 00:30" in sign_in("teo").get("/my/inbox/").content.decode()
