"""Everybody may take a copy of what is kept about them, and be forgotten for good.

Zora is made to leave traces in every corner first: as a resident, as staff, signed in, invited, in
an imported file. Then the whole database and all files are read, and she is in none of them.
"""

import base64
import binascii
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import DataExport, User
from accounts.operations.personal_data import delete_old_exports, order_erasure, order_export
from accounts.operations.staff import add_staff
from accounts.operations.users import choose_language, create_verified_user
from accounts.tasks import erase_account
from buildings.imports.operations.uploads import upload_file
from buildings.residents.models import Person, Residency
from buildings.residents.operations.invitations import invite
from buildings.residents.operations.people import change_person, connect_account
from buildings.residents.operations.residencies import move_in
from concierge.demo.cast import SYSTEM
from foundation import audit, clock, seals
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.models import AuditEntry
from portal.operations.feeds import open_feed
from portal.operations.signups import sign_up
from tests.queue import drain

pytestmark = pytest.mark.django_db

PASSWORD = "quince-marmalade-7"
EMAIL = "zora.quillfeather@post.example"
#: Whatever tells that it was Zora, in lower case.
TRACES = ("quillfeather", "zora", "07700 900777", "zq@work.example")


@pytest.fixture
def zora(world: Any, client: Client, files_of_others: set[Path]) -> User:
    """Somebody with a rich life in two buildings, signed in with `client`."""
    user = create_verified_user(
        actor=SYSTEM, email=EMAIL, first_name="Zora", last_name="Quillfeather", password=PASSWORD
    )
    EmailAddress.objects.create(user=user, email="zq@work.example", verified=True)
    flat = world.apartment("willow", "2A")
    person = Person.objects.create(
        company=world.willow.company, full_name="Zora Q", email=EMAIL, created_at=clock.now()
    )
    move_in(
        actor=world.boris,
        apartment=flat,
        person=person,
        kind="owner",
        start_date=clock.today("UTC").replace(month=1, day=1),
    )
    invite(actor=world.boris, person=person, building=world.willow)
    drain()
    change_person(
        actor=world.boris,
        person=person,
        values={"full_name": "Zora Quillfeather", "phone": "07700 900777"},
    )
    connect_account(actor=SYSTEM, person=person, user=user)
    user = User.objects.get(pk=user.pk)
    choose_language(actor=user, language="de")
    sign_up(actor=user, event=world.events["willow"])
    open_feed(actor=user, kind="events", building=world.willow)
    add_staff(
        actor=world.mara,
        company=world.willow.company,
        user=user,
        role="assistant",
        covers_all_buildings=True,
    )
    upload_file(
        actor=world.boris,
        building=world.willow,
        content=f"Apartment,Name,E-mail\n2A,Zora Quillfeather,{EMAIL}\n".encode(),
        file_name="people.csv",
    )
    drain()
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    client.get("/my/")
    return User.objects.get(pk=user.pk)


def unpacked(value: Any) -> Iterator[str]:
    """What a stored value says, also inside base64, zlib and pickles, in lower case."""
    data = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    yield data.decode("utf-8", "replace").lower()
    for piece in data.replace(b":", b" ").replace(b".", b" ").split():
        try:
            plain = base64.urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))
        except (binascii.Error, ValueError):
            continue
        yield plain.decode("utf-8", "replace").lower()
        try:
            yield zlib.decompress(plain).decode("utf-8", "replace").lower()
        except zlib.error:
            continue


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def files_of_others() -> set[Path]:
    """What lies there already: also what earlier tests wrote, whose rows were rolled back."""
    return files()


def traces(files_of_others: set[Path]) -> list[str]:
    """Where in the whole database and in all files Zora can still be found."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    texts = list(unpacked(value)) if value is not None else []
                    found += [f"{table}.{name}: {t}" for t in TRACES for x in texts if t in x]
    for path in files() - files_of_others:
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content += b"".join(archive.read(name) for name in archive.namelist())
        texts = [path.name.lower(), content.decode("utf-8", "replace").lower()]
        found += [f"{path.name}: {t}" for t in TRACES for x in texts if t in x]
    return found


def erase(user: User, actor: User | None = None) -> None:
    order_erasure(actor=actor or user, user=user)
    drain()


class TestACopy:
    @pytest.fixture(autouse=True)
    def ordered(self, zora: User, client: Client) -> None:
        assert client.post("/my/data/order/").status_code == 302
        mail.outbox.clear()
        drain()

    def fetch(self, client: Client, zora: User) -> dict[str, Any]:
        response = client.get(f"/my/data/{zora.data_exports.get().uuid}.zip")
        assert response.status_code == 200
        with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
            return {
                n.removesuffix(".json"): json.loads(archive.read(n)) for n in archive.namelist()
            }

    def test_tells_everything_by_app(self, zora: User, client: Client) -> None:
        copy = self.fetch(client, zora)
        assert copy["accounts"]["account"]["email"] == EMAIL
        assert copy["accounts"]["jobs"][0]["role"] == "assistant"
        assert len(copy["accounts"]["email_addresses"]) == 2
        assert copy["residents"]["people"][0]["phone"] == "07700 900777"
        assert copy["residents"]["residencies"][0]["apartment"] == "2A"
        assert copy["portal"]["event_signups"][0]["event"] == "Weeping summer party"
        done = {entry["action"] for entry in copy["accounts"]["what_you_did"]}
        assert {"accounts.language_chosen", "portal.event_signed_up"} <= done

    def test_holds_no_secret(self, zora: User, client: Client) -> None:
        text = json.dumps(self.fetch(client, zora))
        assert zora.password not in text
        assert client.session.session_key not in text

    def test_is_announced_by_mail(self, zora: User) -> None:
        message = mail.outbox[-1]
        assert message.to == [EMAIL]
        assert "/my/data/" in message.body

    def test_is_for_nobody_else(self, zora: User, world: Any, sign_in: Any) -> None:
        address = f"/my/data/{zora.data_exports.get().uuid}.zip"
        for name in ("ana", "boris", "mara", "sol"):
            assert sign_in(name).get(address).status_code == 404
        assert Client().get(address).status_code == 302

    def test_cannot_be_had_from_the_place_of_files(self, zora: User, client: Client) -> None:
        assert client.get(f"/files/{zora.data_exports.get().archive.name}").status_code == 404

    def test_goes_after_a_week(self, zora: User, client: Client) -> None:
        export = zora.data_exports.get()
        name, storage = export.archive.name, export.archive.storage
        DataExport.objects.update(expires_at=clock.now())
        assert client.get(f"/my/data/{export.uuid}.zip").status_code == 404
        assert delete_old_exports() == 2  # one of them is from Ana
        assert not DataExport.objects.exists()
        assert storage.exists(name)  # until the transaction of the test would commit


def test_two_copies_at_once_are_one_too_many(zora: User) -> None:
    order_export(actor=zora, user=zora)
    with pytest.raises(Conflict):
        order_export(actor=zora, user=zora)


def test_nobody_orders_a_copy_about_somebody_else(zora: User, world: Any) -> None:
    with pytest.raises(NotAllowed):
        order_export(actor=world.sol, user=zora)


class TestBeingForgotten:
    def test_leaves_no_trace_in_database_and_files(
        self,
        zora: User,
        files_of_others: set[Path],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        order_export(actor=zora, user=zora)
        drain()
        places = {where.partition(".")[0] for where in traces(files_of_others)}
        assert {
            "accounts_user",
            "django_session",
            "residents_person",
            "foundation_auditentry",
        } <= places
        assert any(".zip: " in where for where in traces(files_of_others))
        with django_capture_on_commit_callbacks(execute=True):
            erase(zora)
        assert traces(files_of_others) == []

    def test_keeps_the_log_whole(self, zora: User) -> None:
        seals.seal_waiting()
        erase(zora)
        seals.seal_waiting()
        assert list(seals.verify()) == []
        told = AuditEntry.objects.get(action="accounts.account_erased")
        assert (told.object_id, told.system_actor) == (zora.pk, "erasure")

    def test_keeps_what_others_did(self, zora: User, world: Any) -> None:
        audit.record(world.boris, "properties.building_changed", world.willow, {"name": ("A", "B")})
        erase(zora)
        kept = AuditEntry.objects.get(action="properties.building_changed", actor=world.boris)
        assert kept.changes == {"name": ["A", "B"]}

    def test_ends_stay_job_and_every_session(self, zora: User, client: Client) -> None:
        erase(zora)
        residency = Residency.objects.get(apartment__number="2A", person__full_name="Erased person")
        assert residency.end_date == clock.today("Europe/London")
        assert not zora.memberships.filter(ended_at=None).exists()
        assert client.get("/my/").status_code == 302
        assert not UserSession.objects.filter(user=zora).exists()
        assert not Client().login(email=EMAIL, password=PASSWORD)

    def test_is_confirmed_to_the_address_for_the_last_time(self, zora: User) -> None:
        mail.outbox.clear()
        erase(zora)
        assert [message.to for message in mail.outbox] == [[EMAIL]]

    def test_twice_is_once(self, zora: User) -> None:
        erase(zora)
        mail.outbox.clear()
        erase_account(zora.pk)
        assert mail.outbox == []
        assert AuditEntry.objects.filter(action="accounts.account_erased").count() == 1

    def test_waits_for_a_mail_server_that_is_down_by_nothing(
        self, zora: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def down(**message: Any) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr("foundation.mail.send", down)
        erase(zora)
        assert User.objects.get(pk=zora.pk).email.endswith("@invalid.example")

    def test_frees_the_address_for_a_new_account(self, zora: User) -> None:
        erase(zora)
        create_verified_user(
            actor=SYSTEM, email=EMAIL, first_name="New", last_name="Person", password=None
        )

    def test_is_refused_to_the_last_owner(self, world: Any) -> None:
        with pytest.raises(Conflict, match="last owner of Harbour"):
            order_erasure(actor=world.mara, user=world.mara)
        world.mara.refresh_from_db()
        assert world.mara.is_active

    def test_is_refused_to_the_last_super_user(self, world: Any) -> None:
        with pytest.raises(Conflict, match="last super user"):
            order_erasure(actor=world.sol, user=world.sol)

    def test_can_be_ordered_by_the_platform_for_somebody(self, zora: User, world: Any) -> None:
        erase(zora, actor=world.sol)
        ordered = AuditEntry.objects.get(action="accounts.erasure_ordered")
        assert ordered.actor == world.sol

    @pytest.mark.parametrize("who", ["boris", "mara", "ana"])
    def test_is_for_nobody_else_to_order(self, who: str, zora: User, world: Any) -> None:
        with pytest.raises((NotAllowed, NotFound)):
            order_erasure(actor=world.people[who], user=zora)


class TestThePages:
    def test_ask_for_a_fresh_proof_and_the_address(self, zora: User, client: Client) -> None:
        response = client.get("/my/data/erase/")
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/reauthenticate/")
        client.post(response["Location"], {"password": PASSWORD})
        assert client.get("/my/data/erase/").status_code == 200
        wrong = client.post("/my/data/erase/", {"email": "somebody@else.example"})
        assert wrong.status_code == 422
        assert User.objects.get(pk=zora.pk).is_active
        done = client.post("/my/data/erase/", {"email": EMAIL.upper()})
        assert "Ihr Konto ist geschlossen" in done.content.decode()
        assert not User.objects.get(pk=zora.pk).is_active

    def test_tell_an_owner_what_to_do_first(self, world: Any, client: Client) -> None:
        client.post("/accounts/login/", {"login": world.mara.email, "password": "concierge-demo"})
        client.post("/accounts/reauthenticate/", {"password": "concierge-demo"})
        assert "name another owner first" in client.get("/my/data/erase/").content.decode()

    def test_do_the_same_by_the_api(self, zora: User, client: Client) -> None:
        ordered = client.post("/api/v1/me/export")
        assert (ordered.status_code, ordered.json()["url"]) == (202, None)
        assert client.post("/api/v1/me/export").status_code == 409
        drain()
        listed = client.get("/api/v1/me/exports").json()["items"]
        assert client.get(listed[0]["url"]).status_code == 200
        body = {"email": EMAIL}
        refused = client.post("/api/v1/me/erasure", body, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        done = client.post("/api/v1/me/erasure", body, content_type="application/json")
        assert done.status_code == 202
        assert client.get("/api/v1/me/exports").status_code == 401
