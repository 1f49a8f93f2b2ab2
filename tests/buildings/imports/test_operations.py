"""From the upload to apartments and people, with the rights, states and numbers on the way."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from buildings.imports.models import ImportProblem, ImportRun
from buildings.imports.operations.applying import apply_run, carry_out_apply
from buildings.imports.operations.checking import carry_out_check, check_run
from buildings.imports.operations.uploads import (
    cancel_run,
    change_mapping,
    delete_old_content,
    fail_stuck_runs,
    upload_file,
)
from buildings.properties.models import Apartment
from buildings.residents.models import Person, Residency
from foundation import clock
from foundation.actors import SystemActor
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
HEAD = "Unit;Floor;Share;Name;E-mail;Phone;Kind;From;To;Main contact\n"


@pytest.fixture
def boris(world: Any) -> Any:
    return world.people["boris"]


@pytest.fixture
def quay(world: Any) -> Any:
    """A building of six plain apartments; Iris rents 2A. Mara may import into it."""
    return world.buildings["quay"]


@pytest.fixture
def mara(world: Any) -> Any:
    return world.people["mara"]


def uploaded(actor: Any, building: Any, rows: str, head: str = HEAD) -> ImportRun:
    return upload_file(
        actor=actor, building=building, content=(head + rows).encode(), file_name="list.csv"
    )


def checked(actor: Any, building: Any, rows: str, head: str = HEAD) -> ImportRun:
    run = uploaded(actor, building, rows, head)
    check_run(actor=actor, run=run)
    drain()
    run.refresh_from_db()
    return run


def applied(actor: Any, building: Any, rows: str, mode: str = "all_or_nothing") -> ImportRun:
    run = checked(actor, building, rows)
    assert list(run.problems.values_list("row", "message")) == []
    apply_run(actor=actor, run=run, mode=mode)
    drain()
    run.refresh_from_db()
    assert run.state == "applied", run.failure
    return run


def found(run: ImportRun) -> list[tuple[int | None, str]]:
    return list(run.problems.values_list("row", "column"))


class TestRights:
    @pytest.mark.parametrize("name", ["ana", "teo", "iris"])
    def test_residents_may_not(self, world: Any, name: str) -> None:
        building = world.buildings["quay" if name == "iris" else "willow"]
        with pytest.raises(NotAllowed):
            uploaded(world.people[name], building, "1A\n", "Unit\n")

    @pytest.mark.parametrize("name", ["dara", "emil", "boris"])
    def test_strangers_find_nothing(self, world: Any, name: str) -> None:
        with pytest.raises(NotFound):
            uploaded(world.people[name], world.buildings["quay"], "1A\n", "Unit\n")

    def test_nobody_sees_another_companys_run(self, world: Any, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "zz;x\n")
        for name, sees in {"mara": 1, "sol": 1, "boris": 0, "iris": 0, "dara": 0}.items():
            person = world.people[name]
            assert ImportRun.objects.visible_to(person).count() == sees
            assert bool(ImportProblem.objects.visible_to(person).count()) == bool(sees)
            assert person.has_perm("imports.view_importrun", run) == bool(sees)
        with pytest.raises(NotFound):
            check_run(actor=world.people["dara"], run=run)


class TestDryRun:
    def test_changes_nothing_and_counts(self, mara: Any, quay: Any) -> None:
        before = (Apartment.objects.count(), Person.objects.count(), Residency.objects.count())
        run = checked(mara, quay, "1A;1\n9Z;9;;Ann Abel;ann@x.example;;owner;2020-01-01;;x\n")
        assert run.state == "checked"
        assert (run.rows_total, run.rows_done, run.rows_bad) == (2, 2, 0)
        assert run.planned["apartments"]["new"] == 1
        assert run.planned["people"] == {"new": 1, "changed": 0, "unchanged": 0}
        assert run.planned["residencies"] == {"new": 1, "changed": 0, "unchanged": 0}
        assert before == (
            Apartment.objects.count(), Person.objects.count(), Residency.objects.count(),
        )  # fmt: skip

    def test_finds_the_dozen_mistakes_and_a_clash_with_the_record(
        self, boris: Any, world: Any
    ) -> None:
        run = upload_file(
            actor=boris,
            building=world.buildings["willow"],
            content=(SAMPLES / "willow-court.csv").read_bytes(),
            file_name="C:\\lists\\willow-court.csv",
        )
        assert run.file_name == "willow-court.csv"
        check_run(actor=boris, run=run)
        drain()
        run.refresh_from_db()
        assert run.rows_bad >= 15
        assert {4, 5, 6, 7, 8, 188} <= {row for row, _ in found(run)}

    def test_a_changed_mapping_asks_for_a_new_check(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "9Z;9\n", "Unit;Keller\n")
        assert run.mapping == {"apartment": "Unit", "locker": "Keller"}
        run = change_mapping(
            actor=mara, run=run, mapping={"apartment": "Unit", "parking": "Keller"}
        )
        assert (run.state, run.planned) == ("uploaded", {})
        with pytest.raises(Conflict, match="Check the file first"):
            apply_run(actor=mara, run=run, mode="good_rows")

    def test_needs_the_apartment_column(self, mara: Any, quay: Any) -> None:
        run = uploaded(mara, quay, "9Z;9\n", "What;Where\n")
        with pytest.raises(InvalidInput, match="apartment numbers"):
            check_run(actor=mara, run=run)

    def test_twice_is_once(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "zz;x\n")
        carry_out_check(run_id=run.pk)
        assert run.problems.count() == 1

    def test_a_lost_file_is_a_failure_with_words(self, mara: Any, quay: Any) -> None:
        run = uploaded(mara, quay, "9Z\n", "Unit\n")
        run.content.storage.delete(run.content.name)
        check_run(actor=mara, run=run)
        drain()
        run.refresh_from_db()
        assert (run.state, "Upload it again" in run.failure) == ("failed", True)


class TestAgainstTheRecord:
    """Iris Ivers rents Quay House 2A, known by her address."""

    @pytest.fixture
    def iris(self, quay: Any) -> Residency:
        return Residency.objects.select_related("person").get(
            apartment__building=quay, person__email="iris@quay.example"
        )

    def row(self, iris: Residency, **more: str) -> str:
        cells = {
            "unit": "2A", "name": iris.person.full_name, "email": iris.person.email,
            "phone": "", "kind": iris.kind, "start": str(iris.start_date), "end": "", "main": "",
        } | more  # fmt: skip
        return (
            f"{cells['unit']};;;{cells['name']};{cells['email']};{cells['phone']};{cells['kind']};"
            f"{cells['start']};{cells['end']};{cells['main']}\n"
        )

    def test_the_same_is_unchanged(self, mara: Any, quay: Any, iris: Residency) -> None:
        for start in (str(iris.start_date), ""):
            run = checked(mara, quay, self.row(iris, start=start))
            assert run.planned["residencies"] == {"new": 0, "changed": 0, "unchanged": 1}
            assert run.planned["people"] == {"new": 0, "changed": 0, "unchanged": 1}

    def test_an_end_and_a_number_are_changes(self, mara: Any, quay: Any, iris: Residency) -> None:
        applied(mara, quay, self.row(iris, end="2027-01-31", phone="+49 30 77 88 99"))
        iris.refresh_from_db()
        assert iris.end_date == dt.date(2027, 1, 31)
        assert Person.objects.get(pk=iris.person_id).phone == "+49 30 77 88 99"
        assert AuditEntry.objects.filter(action="residents.residency_changed").exists()

    @pytest.mark.parametrize(
        ("more", "column"),
        [
            ({"name": "Somebody Else"}, "E-mail"),
            ({"email": "iris@elsewhere.example"}, "E-mail"),
            ({"start": "1999-01-01"}, "From"),
            ({"name": "New Person", "email": "", "main": "yes"}, "Main contact"),
            ({"start": "", "end": "1999-01-01"}, "To"),
        ],
    )
    def test_clashes_are_named(
        self, mara: Any, quay: Any, iris: Residency, more: dict[str, str], column: str
    ) -> None:
        run = checked(mara, quay, self.row(iris, **more))
        assert found(run) == [(2, column)]
        assert run.planned["residencies"]["new"] == 0

    def test_the_main_contact_can_be_handed_over(
        self, mara: Any, quay: Any, iris: Residency
    ) -> None:
        rows = self.row(iris, end="2026-06-30")
        rows += "2A;;;New Person;;;tenant;2026-07-01;;yes\n"
        applied(mara, quay, rows)
        assert Residency.objects.filter(apartment=iris.apartment, is_main_contact=True).count() == 2

    def test_a_name_of_another_building_is_not_revealed(self, world: Any, boris: Any) -> None:
        run = checked(
            boris, world.buildings["willow"], "1A;;;Nosy;iris@quay.example;;tenant;2020-01-01\n"
        )
        assert found(run) == [(2, "E-mail")]
        assert "Iris" not in run.problems.get().message

    def test_a_known_person_moves_into_a_second_building(
        self, world: Any, boris: Any, iris: Residency
    ) -> None:
        rows = f"1A;;;{iris.person.full_name};iris@quay.example;;owner;2020-01-01\n"
        run = applied(boris, world.buildings["willow"], rows)
        assert run.outcome["people"] == {"new": 0, "changed": 0, "unchanged": 1}
        assert Residency.objects.filter(person=iris.person).count() == 2


class TestApply:
    def test_imports_the_repaired_sample_and_again_changes_nothing(
        self, world: Any, boris: Any
    ) -> None:
        building = world.buildings["willow"]
        Residency.objects.filter(apartment__building=building).delete()
        Apartment.objects.filter(building=building).delete()
        content = (SAMPLES / "willow-court-repaired.xlsx").read_bytes()
        for is_first in (True, False):
            run = upload_file(
                actor=boris, building=building, content=content, file_name="repaired.xlsx"
            )
            check_run(actor=boris, run=run)
            drain()
            run.refresh_from_db()
            assert run.rows_bad == 0, list(run.problems.values_list("row", "message"))
            apply_run(actor=boris, run=run, mode="all_or_nothing")
            drain()
            run.refresh_from_db()
            assert run.state == "applied"
            assert run.outcome["apartments"]["new" if is_first else "unchanged"] == 120
            for figures in run.outcome.values():
                assert figures["changed"] == 0 or is_first
                assert figures["new"] == 0 or is_first
        assert Apartment.objects.filter(building=building).count() == 120
        ana = Residency.objects.get(
            apartment__building=building, person__email="ana@willow.example"
        )
        assert (ana.apartment.number, ana.kind, ana.is_main_contact) == ("4B", "owner", True)
        assert ana.person.user == world.people["ana"]
        assert len(mail.outbox) == 2
        assert mail.outbox[0].to == ["boris@harbour.example"]
        assert f"/desk/imports/{ImportRun.objects.last().uuid}/" in mail.outbox[0].body

    def test_all_or_nothing_refuses_bad_rows(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "9Z;9\n9Y;roof\n")
        with pytest.raises(Conflict, match="Rows with problems: 1"):
            apply_run(actor=mara, run=run, mode="all_or_nothing")

    def test_good_rows_leaves_the_bad_ones_out(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "9Z;9\n9Y;roof\n")
        apply_run(actor=mara, run=run, mode="good_rows")
        drain()
        run.refresh_from_db()
        assert (run.state, run.rows_bad, run.outcome["apartments"]["new"]) == ("applied", 1, 1)
        numbers = set(Apartment.objects.filter(building=quay).values_list("number", flat=True))
        assert "9Z" in numbers
        assert "9Y" not in numbers

    def test_a_problem_of_the_whole_file_blocks_both_modes(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "1A;;60\n1B;;60\n")
        assert run.is_blocked
        for mode in ("all_or_nothing", "good_rows"):
            with pytest.raises(Conflict, match="file as a whole"):
                apply_run(actor=mara, run=run, mode=mode)

    def test_blank_cells_erase_nothing(self, mara: Any, quay: Any) -> None:
        apartment = Apartment.objects.get(building=quay, number="1A")
        apartment.floor = 7
        apartment.save()
        applied(mara, quay, "1a;;1,5\n")
        apartment.refresh_from_db()
        assert (apartment.number, apartment.floor, str(apartment.ownership_share)) == (
            "1A", 7, "1.50000",
        )  # fmt: skip

    def test_what_changed_since_the_check_stops_all_or_nothing(self, mara: Any, quay: Any) -> None:
        run = checked(mara, quay, "9Z;9;;Ann Abel;;;owner;2020-01-01;;x\n")
        apply_run(actor=mara, run=run, mode="all_or_nothing")
        applied_meanwhile = checked_inline(mara, quay, "9Z;;;Bob Brown;;;owner;2019-01-01;;x\n")
        assert applied_meanwhile.state == "applied"
        carry_out_apply(run_id=run.pk)
        run.refresh_from_db()
        assert (run.state, run.rows_bad) == ("checked", 1)
        assert not Person.objects.filter(full_name="Ann Abel").exists()

    def test_an_owner_who_lost_the_job_meanwhile_imports_nothing(
        self, world: Any, mara: Any, quay: Any
    ) -> None:
        run = checked(mara, quay, "9Z;9\n")
        apply_run(actor=mara, run=run, mode="all_or_nothing")
        mara.is_active = False
        mara.save()
        carry_out_apply(run_id=run.pk)
        run.refresh_from_db()
        assert run.state == "failed"
        assert not Apartment.objects.filter(building=quay, number="9Z").exists()

    def test_twice_is_once(self, mara: Any, quay: Any) -> None:
        run = applied(mara, quay, "9Z;9\n")
        carry_out_apply(run_id=run.pk)
        assert Apartment.objects.filter(building=quay, number="9Z").count() == 1

    def test_people_without_address_are_told_apart_by_apartment(self, mara: Any, quay: Any) -> None:
        applied(
            mara,
            quay,
            "1A;;;Jan Smit;;;owner;2020-01-01\n1A;;;Jan Smit;;;occupant;2020-01-01\n"
            "1B;;;Jan Smit;;;owner;2020-01-01\n",
        )
        assert Person.objects.filter(full_name="Jan Smit").count() == 2

    def test_one_address_is_one_person_in_all_apartments(self, mara: Any, quay: Any) -> None:
        applied(
            mara,
            quay,
            "1A;;;Jan Smit;jan@x.example;;owner;2020-01-01\n"
            "1B;;;Jan Smit;jan@x.example;;owner;2020-01-01\n"
            "1B;;;Jan Smit;;;occupant;2020-01-01\n",
        )
        assert Person.objects.filter(full_name="Jan Smit").count() == 1


def checked_inline(actor: Any, building: Any, rows: str) -> ImportRun:
    run = uploaded(actor, building, rows)
    check_run(actor=actor, run=run, is_inline=True)
    carry_out_check(run_id=run.pk)
    run.refresh_from_db()
    apply_run(actor=actor, run=run, mode="all_or_nothing", is_inline=True)
    carry_out_apply(run_id=run.pk)
    run.refresh_from_db()
    return run


class TestPuttingAway:
    def test_cancelling_deletes_the_file(
        self, mara: Any, quay: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = checked(mara, quay, "zz;x\n")
        storage, name = run.content.storage, run.content.name
        assert storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            cancel_run(actor=mara, run=run)
        run.refresh_from_db()
        assert (run.state, bool(run.content), run.problems.count()) == ("cancelled", False, 0)
        assert not storage.exists(name)

    def test_a_cancelled_check_stays_cancelled(self, mara: Any, quay: Any) -> None:
        run = uploaded(mara, quay, "9Z\n", "Unit\n")
        check_run(actor=mara, run=run)
        cancel_run(actor=mara, run=run)
        drain()
        run.refresh_from_db()
        assert run.state == "cancelled"

    def test_what_is_imported_cannot_be_cancelled(self, mara: Any, quay: Any) -> None:
        with pytest.raises(Conflict):
            cancel_run(actor=mara, run=applied(mara, quay, "9Z;9\n"))

    def test_old_files_go_and_the_record_stays(
        self, mara: Any, quay: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = applied(mara, quay, "9Z;9\n")
        ImportRun.objects.update(created_at=clock.now() - dt.timedelta(days=31))
        with django_capture_on_commit_callbacks(execute=True):
            assert delete_old_content(actor=SystemActor("clean-up"), keep_days=30) == 1
        run.refresh_from_db()
        assert (bool(run.content), run.outcome["apartments"]["new"]) == (False, 1)
        with pytest.raises(NotAllowed):
            delete_old_content(actor=mara, keep_days=30)

    def test_stuck_runs_are_given_up(self, mara: Any, quay: Any) -> None:
        run = uploaded(mara, quay, "9Z\n", "Unit\n")
        check_run(actor=mara, run=run)
        ImportRun.objects.update(started_at=clock.now() - dt.timedelta(minutes=31))
        assert fail_stuck_runs(actor=SystemActor("clean-up"), after_minutes=30) == 1
        run.refresh_from_db()
        assert run.state == "failed"
