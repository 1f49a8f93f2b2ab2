"""A sheet as a bulk invitation: who is counted, who gets mail, and that nobody gets it twice."""

import datetime as dt
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.operations.keys import create_key
from buildings.imports.models import ImportRun
from buildings.imports.operations.applying import apply_run, carry_out_apply
from buildings.imports.operations.checking import check_run
from buildings.imports.operations.uploads import upload_file
from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.invitations import invite, invite_people
from buildings.residents.operations.residencies import PersonFacts, move_in
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

HEAD = "Unit;Floor;Name;E-mail;Kind;From;To\n"
#: Two who can be invited, one who has an account, one without address, one who has moved out.
ROWS = (
    "1A;1;Nora Vance;nora@x.example;tenant;2024-01-01;\n"
    "1B;1;Odo Lark;odo@x.example;owner;2024-01-01;\n"
    "2B;2;Odo Lark;odo@x.example;owner;2024-01-01;\n"
    "4B;4;Ana Almeida;ana@willow.example;owner;;\n"
    "2A;2;Pia Stern;;occupant;2024-01-01;\n"
    "2C;2;Ugo Past;ugo@x.example;tenant;2019-01-01;2020-01-01\n"
)


@pytest.fixture
def boris(world: Any) -> Any:
    return world.people["boris"]


@pytest.fixture
def willow(world: Any) -> Any:
    return world.buildings["willow"]


def checked(actor: Any, building: Any, rows: str, head: str = HEAD) -> ImportRun:
    run = upload_file(
        actor=actor, building=building, content=(head + rows).encode(), file_name="list.csv"
    )
    check_run(actor=actor, run=run)
    drain()
    run.refresh_from_db()
    return run


def applied(
    actor: Any, run: ImportRun, *, invite: bool = True, mode: str = "all_or_nothing"
) -> ImportRun:
    apply_run(actor=actor, run=run, mode=mode, invite=invite)
    drain()
    run.refresh_from_db()
    assert run.state == "applied", run.failure
    return run


def mailed() -> list[str]:
    """Who got an invitation, in order of the alphabet."""
    return sorted(m.to[0] for m in mail.outbox if "/invitations/" in m.body)


class TestTheDryRun:
    def test_says_whom_an_invitation_would_reach(self, boris: Any, willow: Any) -> None:
        run = checked(boris, willow, ROWS)
        assert run.invitees == {"to_invite": 2, "known": 1, "without_email": 1, "gone": 1}
        assert (run.is_inviting, run.invited) == (False, None)
        assert not Invitation.objects.filter(email__endswith="@x.example").exists()

    def test_leaves_bad_rows_out_of_the_count(self, boris: Any, willow: Any) -> None:
        run = checked(boris, willow, ROWS + "3A;roof;Max Bad;max@x.example;tenant;2024-01-01;\n")
        assert (run.rows_bad, run.invitees["to_invite"]) == (1, 2)

    def test_counts_a_home_that_the_file_does_not_name(
        self, world: Any, boris: Any, willow: Any
    ) -> None:
        for number in ("1A", "1B"):
            move_in(
                actor=boris,
                apartment=world.apartment("willow", number),
                person=PersonFacts(full_name="Odo Lark", email="odo@x.example"),
                kind="owner",
                start_date=dt.date(2024, 1, 1),
            )
        sold = "1A;1;Odo Lark;odo@x.example;owner;2024-01-01;2025-01-01\n"
        assert checked(boris, willow, sold).invitees["to_invite"] == 1
        both = sold + "1B;1;Odo Lark;odo@x.example;owner;2024-01-01;2025-01-01\n"
        run = checked(boris, willow, both)
        assert (run.invitees["to_invite"], run.invitees["gone"]) == (0, 1)
        assert applied(boris, run).invited == 0

    def test_knows_the_address_of_the_book(self, world: Any, boris: Any, willow: Any) -> None:
        move_in(
            actor=boris,
            apartment=world.apartment("willow", "1A"),
            person=PersonFacts(full_name="Nora Vance", email="nora@x.example"),
            kind="tenant",
            start_date=dt.date(2024, 1, 1),
        )
        run = checked(boris, willow, "1A;1;Nora Vance;;tenant;2024-01-01;\n")
        assert run.invitees == {"to_invite": 1, "known": 0, "without_email": 0, "gone": 0}

    def test_a_new_check_forgets_the_choice(self, boris: Any, willow: Any) -> None:
        run = checked(boris, willow, ROWS)
        ImportRun.objects.filter(pk=run.pk).update(is_inviting=True)
        run = check_run(actor=boris, run=run)
        assert (run.invitees, run.is_inviting) == ({}, False)


class TestApplying:
    def test_invites_who_was_counted_and_nobody_else(self, boris: Any, willow: Any) -> None:
        run = applied(boris, checked(boris, willow, ROWS))
        assert run.invited == 2
        assert mailed() == ["nora@x.example", "odo@x.example"]
        invitation = Invitation.objects.get(email="nora@x.example")
        assert (invitation.invited_by, invitation.building) == (boris, willow)
        entries = AuditEntry.objects.filter(action="residents.invited", actor=boris)
        assert entries.filter(object_id=invitation.pk).count() == 1
        finished = [m for m in mail.outbox if m.to == ["boris@harbour.example"]]
        assert "2 people were invited by e-mail." in finished[0].body

    def test_invites_nobody_unless_asked(self, boris: Any, willow: Any) -> None:
        run = applied(boris, checked(boris, willow, ROWS), invite=False)
        assert run.invited is None
        assert mailed() == []

    def test_the_same_run_again_sends_nothing(self, boris: Any, willow: Any) -> None:
        run = applied(boris, checked(boris, willow, ROWS))
        carry_out_apply(run_id=run.pk)
        with pytest.raises(Conflict):
            apply_run(actor=boris, run=run, mode="all_or_nothing", invite=True)
        drain()
        assert len(mailed()) == 2

    def test_the_same_sheet_again_sends_nothing(self, boris: Any, willow: Any) -> None:
        applied(boris, checked(boris, willow, ROWS))
        again = checked(boris, willow, ROWS)
        assert again.invitees == {"to_invite": 0, "known": 3, "without_email": 1, "gone": 1}
        assert applied(boris, again).invited == 0
        assert len(mailed()) == 2

    def test_a_sheet_imported_before_works_as_a_bulk_invitation(
        self, boris: Any, willow: Any
    ) -> None:
        applied(boris, checked(boris, willow, ROWS), invite=False)
        again = checked(boris, willow, ROWS)
        assert again.planned["people"]["new"] == 0
        assert applied(boris, again).invited == 2
        assert len(mailed()) == 2

    def test_who_was_invited_since_the_check_gets_no_second_mail(
        self, boris: Any, willow: Any
    ) -> None:
        applied(boris, checked(boris, willow, ROWS), invite=False)
        run = checked(boris, willow, ROWS)
        invite(actor=boris, person=Person.objects.get(email="nora@x.example"), building=willow)
        run = applied(boris, run)
        assert (run.invited, run.invitees["known"]) == (1, 2)
        assert mailed() == ["nora@x.example", "odo@x.example"]

    def test_the_repaired_rows_are_invited_when_they_come(self, boris: Any, willow: Any) -> None:
        bad = "3A;roof;Max Bad;max@x.example;tenant;2024-01-01;\n"
        run = checked(boris, willow, ROWS + bad)
        with pytest.raises(Conflict, match="Rows with problems: 1"):
            apply_run(actor=boris, run=run, mode="all_or_nothing", invite=True)
        assert applied(boris, run, mode="good_rows").invited == 2
        run = applied(boris, checked(boris, willow, ROWS + bad.replace("roof", "3")))
        assert run.invited == 1
        assert mailed() == ["max@x.example", "nora@x.example", "odo@x.example"]

    def test_a_failed_import_invites_nobody(self, boris: Any, willow: Any) -> None:
        run = checked(boris, willow, ROWS)
        apply_run(actor=boris, run=run, mode="all_or_nothing", invite=True)
        boris.is_active = False
        boris.save()
        drain()
        run.refresh_from_db()
        assert (run.state, run.invited) == ("failed", None)
        assert mailed() == []


class TestInvitePeople:
    @pytest.fixture
    def people(self, boris: Any, willow: Any) -> list[Person]:
        applied(boris, checked(boris, willow, ROWS), invite=False)
        return list(Person.objects.filter(email__in=["nora@x.example", "ugo@x.example"]))

    def test_leaves_out_who_has_no_home(self, boris: Any, willow: Any, people: Any) -> None:
        invited = invite_people(actor=boris, people=people, building=willow)
        assert (invited.sent, invited.without_email) == (1, 0)
        drain()
        assert mailed() == ["nora@x.example"]

    def test_people_of_another_building_are_not_invited(
        self, world: Any, people: list[Person]
    ) -> None:
        assert invite_people(actor=world.mara, people=people, building=world.quay).sent == 0

    def test_the_assistant_may_and_others_may_not(
        self, world: Any, willow: Any, people: list[Person]
    ) -> None:
        for name in ("fin", "ana", "teo"):
            with pytest.raises(NotAllowed):
                invite_people(actor=world.people[name], people=people, building=willow)
        for name in ("dara", "emil", "iris"):
            with pytest.raises(NotFound):
                invite_people(actor=world.people[name], people=people, building=willow)
        assert invite_people(actor=world.asta, people=people, building=willow).sent == 1

    @pytest.mark.parametrize("name", ["asta", "fin", "ana", "dara", "emil", "iris"])
    def test_but_only_managers_import(self, world: Any, boris: Any, willow: Any, name: str) -> None:
        run = checked(boris, willow, ROWS)
        with pytest.raises(NotFound):
            apply_run(actor=world.people[name], run=run, mode="all_or_nothing", invite=True)


class TestAtTheDesk:
    def page(self, name: str, run: ImportRun) -> str:
        return reverse(f"imports:{name}", args=[run.uuid])

    def test_the_box_is_off_and_says_whom_it_reaches(
        self, sign_in: Any, boris: Any, willow: Any
    ) -> None:
        run = checked(boris, willow, ROWS)
        client = sign_in("boris")
        body = client.get(self.page("run-detail", run)).content.decode()
        box = re.search(r"<input[^>]*name=\"invite\"[^>]*>", body)
        assert box is not None
        assert "checked" not in box[0]
        figures = dict(re.findall(r"<dt>([^<]*)</dt><dd>(\d+)</dd>", body))
        assert list(figures.values()) == ["2", "1", "1", "1"]
        assert figures["Have no e-mail address: they need a letter"] == "1"
        client.post(self.page("apply", run), {"mode": "all_or_nothing", "invite": "on"})
        drain()
        body = client.get(self.page("run-detail", run)).content.decode()
        assert "2 people were invited by e-mail." in body
        assert "1 person had an account or an invitation already." in body
        link = re.search(r'href="([^"]*access=no-email[^"]*)"', body)
        assert link is not None
        listed = client.get(link[1].replace("&amp;", "&")).content.decode()
        assert "Pia Stern" in listed
        assert "Nora Vance" not in listed
        assert len(mailed()) == 2

    def test_without_the_box_nobody_is_invited(self, sign_in: Any, boris: Any, willow: Any) -> None:
        run = checked(boris, willow, ROWS)
        client = sign_in("boris")
        client.post(self.page("apply", run), {"mode": "all_or_nothing"})
        drain()
        body = client.get(self.page("run-detail", run)).content.decode()
        assert "Nobody was invited with this import." in body
        assert mailed() == []

    def test_no_box_where_it_would_do_nothing(self, sign_in: Any, boris: Any, willow: Any) -> None:
        client = sign_in("boris")
        known = checked(boris, willow, "4B;4;Ana Almeida;ana@willow.example;owner;;\n")
        body = client.get(self.page("run-detail", known)).content.decode()
        assert "Would be invited" in body
        assert 'name="invite"' not in body
        homes = checked(boris, willow, "9X;1\n", "Unit;Floor\n")
        assert "Would be invited" not in client.get(self.page("run-detail", homes)).content.decode()

    @pytest.mark.parametrize("name", ["dara", "emil", "iris", "ana", "asta", "fin"])
    def test_strangers_and_those_who_do_not_import_get_404(
        self, sign_in: Any, boris: Any, willow: Any, name: str
    ) -> None:
        run = checked(boris, willow, ROWS)
        values = {"mode": "all_or_nothing", "invite": "on"}
        assert sign_in(name).post(self.page("apply", run), values).status_code == 404
        drain()
        assert mailed() == []


class TestByApi:
    def upload(self, client: Any, rows: str = ROWS, **headers: str) -> str:
        file = SimpleUploadedFile("list.csv", (HEAD + rows).encode())
        values = {"building": "willow-court", "file": file}
        response = client.post("/api/v1/imports", values, headers=headers)
        assert response.status_code == 201, response.content
        address = f"/api/v1/imports/{response.json()['id']}"
        assert client.post(f"{address}/check", headers=headers).status_code == 202
        drain()
        return address

    def apply(self, client: Any, address: str, values: dict[str, Any], **headers: str) -> Any:
        return client.post(
            f"{address}/apply", json.dumps(values), content_type="application/json", headers=headers
        )

    def test_counts_first_and_invites_then(self, sign_in: Any) -> None:
        client = sign_in("boris")
        address = self.upload(client)
        told = client.get(address).json()
        assert told["invitees"] == {"to_invite": 2, "known": 1, "without_email": 1, "gone": 1}
        assert (told["invite"], told["invited"]) == (False, None)
        started = self.apply(client, address, {"mode": "all_or_nothing", "invite": True})
        assert (started.status_code, started.json()["invite"]) == (202, True)
        drain()
        assert client.get(address).json()["invited"] == 2
        assert mailed() == ["nora@x.example", "odo@x.example"]
        again = self.apply(client, address, {"mode": "all_or_nothing", "invite": True})
        assert again.status_code == 409
        drain()
        assert len(mailed()) == 2

    def test_is_off_unless_said(self, sign_in: Any) -> None:
        client = sign_in("boris")
        address = self.upload(client)
        self.apply(client, address, {"mode": "all_or_nothing"})
        drain()
        assert client.get(address).json()["invited"] is None
        assert mailed() == []

    @pytest.mark.parametrize("name", ["dara", "emil", "iris", "ana", "asta", "fin"])
    def test_strangers_and_those_who_do_not_import_get_404(self, sign_in: Any, name: str) -> None:
        address = self.upload(sign_in("boris"))
        values = {"mode": "all_or_nothing", "invite": True}
        assert self.apply(sign_in(name), address, values).status_code == 404
        drain()
        assert mailed() == []

    def test_a_program_needs_the_scope_of_invitations_too(self, world: Any, client: Any) -> None:
        def key_for(*scopes: str) -> str:
            _key, token = create_key(
                actor=world.mara,
                company=world.companies["harbour"],
                name="Book keeping",
                scopes=["imports:read", "imports:write", *scopes],
                days=30,
            )
            return token

        narrow = key_for()
        address = self.upload(client, **{"X-API-Key": narrow})
        values = {"mode": "all_or_nothing", "invite": True}
        refused = self.apply(client, address, values, **{"X-API-Key": narrow})
        assert (refused.status_code, refused.json()["code"]) == (403, "missing_scope")
        wide = key_for("invitations:write")
        assert self.apply(client, address, values, **{"X-API-Key": wide}).status_code == 202
        drain()
        assert len(mailed()) == 2


def test_the_three_bad_rows_of_120_are_named_and_come_as_a_file(
    sign_in: Any, boris: Any, willow: Any
) -> None:
    lines = [f"9{n:03};1;Person {n} Nine;p{n}@x.example;tenant;2024-01-01;" for n in range(120)]
    lines[9] = lines[9].replace(";1;", ";roof;")
    lines[49] = lines[49].replace("p49@x.example", "p49.x.example")
    lines[119] = lines[119].replace("tenant", "cousin")
    run = checked(boris, willow, "\n".join(lines) + "\n")
    named = list(run.problems.values_list("row", "column", "value"))
    assert named == [
        (11, "Floor", "roof"),
        (51, "E-mail", "p49.x.example"),
        (121, "Kind", "cousin"),
    ]
    assert all(run.problems.values_list("advice", flat=True))
    assert run.invitees["to_invite"] == 117
    client = sign_in("boris")
    client.post(reverse("imports:apply", args=[run.uuid]), {"mode": "good_rows", "invite": "on"})
    drain()
    run.refresh_from_db()
    assert (run.invited, len(set(mailed())), len(mailed())) == (117, 117, 117)
    sheet = client.get(reverse("imports:errors-xlsx", args=[run.uuid])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
    assert len(rows) == 4
    assert Residency.objects.filter(apartment__number__startswith="9").count() == 117
