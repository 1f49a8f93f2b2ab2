"""A log nobody can bend: what was sealed is told from what was made of it."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from foundation import audit, clock, seals
from foundation.actors import SystemActor
from foundation.models import AuditAnchor, AuditEntry
from foundation.tasks import anchor_audit_log, seal_audit_log

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the database refuses on PostgreSQL only"
)


@pytest.fixture
def sealed(world: Any) -> list[AuditEntry]:
    """What the making of the world wrote, and one change of Ana's, all sealed."""
    audit.record(world.ana, "accounts.language_chosen", world.ana, {"language": ("", "de")})
    seals.seal_waiting()
    return list(AuditEntry.objects.order_by("sequence"))


@pytest.fixture
def bend() -> Any:
    """Somebody with the keys to the database: `bend(entry, action="…")`, past every trigger."""

    def triggers(how: str) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE foundation_auditentry {how} TRIGGER USER")

    def change(entry: AuditEntry, **values: Any) -> None:
        triggers("DISABLE")
        rows = AuditEntry.objects.filter(pk=entry.pk)
        if values:
            rows.update(**values)
        else:
            rows.delete()
        triggers("ENABLE")

    return change


def breaks(anchor: Any = None) -> list[tuple[int, str]]:
    return [(found.sequence, found.what.split()[1]) for found in seals.verify(anchor)]


class TestTheChain:
    def test_is_whole_and_holds_everything(self, sealed: list[AuditEntry]) -> None:
        assert len(sealed) > 20
        assert [entry.sequence for entry in sealed] == list(range(1, len(sealed) + 1))
        assert list(seals.verify()) == []
        assert not AuditEntry.objects.filter(sequence=None).exists()

    def test_goes_on_where_it_ended(self, world: Any, sealed: list[AuditEntry]) -> None:
        assert seals.seal_waiting() == 0
        audit.record(SystemActor("test"), "accounts.user_created", world.ana)
        seal_audit_log()
        last = AuditEntry.objects.order_by("-sequence").first()
        assert last is not None
        assert (last.sequence, last.action) == (len(sealed) + 1, "accounts.user_created")
        assert list(seals.verify()) == []

    def test_is_sealed_in_portions(self, world: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(seals, "_AT_ONCE", 7)
        waiting = AuditEntry.objects.filter(sequence=None).count()
        assert waiting > 14
        assert seals.seal_waiting() == waiting
        assert list(seals.verify()) == []


class TestBending:
    @pytest.mark.parametrize(
        "values",
        [
            {"action": "accounts.nothing_happened"},
            {"system_actor": "somebody else", "actor": None},
            {"company_id": None},
            {"object_id": 4711},
            {"request_id": "other"},
            {"occurred_at": clock.now()},
        ],
        ids=lambda values: next(iter(values)),
    )
    def test_changed_facts_are_found_at_the_entry(
        self, sealed: list[AuditEntry], bend: Any, values: dict[str, Any]
    ) -> None:
        entry = next(one for one in sealed if one.company_id and one.sequence > 5)
        bend(entry, **values)
        assert breaks() == [(entry.sequence, "facts")]

    @pytest.mark.parametrize("values", [{"object_label": "Nobody"}, {"changes": {"a": [1, 2]}}])
    def test_changed_words_are_found_at_the_entry(
        self, sealed: list[AuditEntry], bend: Any, values: dict[str, Any]
    ) -> None:
        bend(sealed[7], **values)
        assert breaks() == [(8, "words")]

    def test_a_missing_entry_is_named(self, sealed: list[AuditEntry], bend: Any) -> None:
        bend(sealed[9])
        assert breaks()[0] == (10, "10")

    def test_a_cut_end_is_told_from_an_anchor(self, sealed: list[AuditEntry], bend: Any) -> None:
        anchor_audit_log()
        bend(sealed[-1])
        assert breaks() == [(len(sealed), "but")]
        AuditAnchor.objects.all().delete()
        assert breaks() == []
        kept_elsewhere = {"sequence": len(sealed), "digest": sealed[-1].digest}
        assert breaks(kept_elsewhere) == [(len(sealed), "but")]

    def test_a_chain_made_anew_is_told_from_an_anchor(
        self, sealed: list[AuditEntry], bend: Any
    ) -> None:
        anchor_audit_log()
        bend(sealed[-1])
        audit.record(SystemActor("forger"), "accounts.user_created", sealed[-1].actor)
        seals.seal_waiting()
        assert breaks() == [(len(sealed), "is")]


class TestErasing:
    def test_takes_the_words_and_leaves_the_chain(
        self, world: Any, sealed: list[AuditEntry]
    ) -> None:
        about_ana = AuditEntry.objects.filter(actor=world.ana)
        assert seals.erase_words(about_ana) >= 1
        entry = about_ana.get(action="accounts.language_chosen")
        assert (entry.object_label, entry.changes, entry.salt) == ("", {}, "")
        assert list(seals.verify()) == []

    def test_does_not_cover_other_words(self, sealed: list[AuditEntry], bend: Any) -> None:
        """An entry that says it was erased must be empty."""
        bend(sealed[7], is_erased=True, object_label="Somebody else")
        assert breaks() == [(8, "words")]


def refused(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            cursor.execute(statement)


@on_postgresql
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE foundation_auditentry SET action = 'x' WHERE sequence = 3",
            "UPDATE foundation_auditentry SET object_label = 'x' WHERE sequence = 3",
            "UPDATE foundation_auditentry SET digest = 'x' WHERE sequence = 3",
            "UPDATE foundation_auditentry SET sequence = NULL WHERE sequence = 3",
            "DELETE FROM foundation_auditentry WHERE sequence = 3",
            "TRUNCATE foundation_auditentry",
        ],
    )
    def test_changes_of_what_is_sealed(self, sealed: list[AuditEntry], statement: str) -> None:
        refused(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE foundation_auditentry SET action = 'x' WHERE sequence IS NULL",
            "UPDATE foundation_auditentry SET object_label = 'x' WHERE sequence IS NULL",
            "DELETE FROM foundation_auditentry WHERE sequence IS NULL",
        ],
    )
    def test_changes_of_what_waits(self, world: Any, statement: str) -> None:
        assert AuditEntry.objects.filter(sequence=None).exists()
        refused(statement)


class TestTheCommands:
    def test_verify_says_that_all_is_well(self, sealed: list[AuditEntry], capsys: Any) -> None:
        call_command("verify_audit")
        assert f"whole: {len(sealed)} entries sealed, 0 waiting" in capsys.readouterr().out

    def test_verify_names_the_entry(self, sealed: list[AuditEntry], bend: Any, capsys: Any) -> None:
        bend(sealed[4], action="x")
        with pytest.raises(CommandError, match="broken in 1 places"):
            call_command("verify_audit")
        assert f"entry 5 (id {sealed[4].pk}): its facts" in capsys.readouterr().out

    def test_an_anchor_is_exported_and_compared(
        self, world: Any, bend: Any, capsys: Any, tmp_path: Any
    ) -> None:
        call_command("export_audit_anchor")
        line = capsys.readouterr().out
        file = tmp_path / "anchor.json"
        file.write_text(line)
        call_command("verify_audit", anchor=file)
        bend(AuditEntry.objects.get(sequence=json.loads(line)["sequence"]))
        AuditAnchor.objects.all().delete()
        call_command("verify_audit")
        with pytest.raises(CommandError):
            call_command("verify_audit", anchor=file)

    def test_a_file_that_is_no_anchor_is_refused(self, sealed: Any, tmp_path: Any) -> None:
        file = tmp_path / "anchor.json"
        for text in ("", "[]", '{"sequence": "x", "digest": ""}'):
            file.write_text(text)
            with pytest.raises(CommandError, match="is no anchor"):
                call_command("verify_audit", anchor=file)
