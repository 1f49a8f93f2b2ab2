"""Moving in and out: what overlaps, who still gets in, and what stays as history."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from buildings.residents.models import Person, Residency
from buildings.residents.operations.people import change_person, connect_account
from buildings.residents.operations.residencies import (
    Overlap,
    PersonFacts,
    change_residency,
    move_in,
    move_out,
)
from concierge.demo.cast import SYSTEM
from foundation import clock, tenancy
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry, DomainEvent

pytestmark = pytest.mark.django_db

NORA = PersonFacts(full_name="Nora Newcomer", email="nora@willow.example")
MARCH, MAY, JUNE = dt.date(2026, 3, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 1)


def settle(world: Any, **changes: Any) -> Residency:
    values = {
        "apartment": world.apartment("willow", "1A"),
        "person": NORA,
        "kind": "tenant",
        "start_date": MARCH,
    }
    return move_in(actor=world.boris, **(values | changes))


class TestOverlaps:
    @pytest.mark.parametrize(
        ("start", "end", "fits"),
        [
            (JUNE, None, True),
            (dt.date(2026, 1, 1), dt.date(2026, 2, 28), True),
            (MAY, None, False),
            (dt.date(2026, 1, 1), MARCH, False),
            (dt.date(2026, 4, 1), dt.date(2026, 4, 2), False),
            (dt.date(2025, 1, 1), None, False),
        ],
    )
    def test_the_same_person_and_kind_once_at_a_time(
        self, start: dt.date, end: dt.date | None, fits: bool, world: Any
    ) -> None:
        first = settle(world, end_date=MAY)
        copy = Residency(
            company_id=first.company_id, apartment=first.apartment, person=first.person,
            kind="tenant", start_date=start, end_date=end, created_at=clock.now(),
        )  # fmt: skip
        if fits:
            settle(world, start_date=start, end_date=end)
            return
        with pytest.raises(Overlap, match="Nora Newcomer is recorded for apartment"):
            settle(world, start_date=start, end_date=end)
        with pytest.raises(IntegrityError), transaction.atomic():
            Residency.objects.bulk_create([copy])

    def test_another_kind_or_apartment_or_person_is_fine(self, world: Any) -> None:
        settle(world)
        settle(world, kind="owner")
        settle(world, apartment=world.apartment("willow", "2A"))
        settle(world, person=PersonFacts(full_name="Olaf Other"))

    def test_one_main_contact_at_a_time(self, world: Any) -> None:
        settle(world, is_main_contact=True, end_date=MAY)
        other = PersonFacts(full_name="Olaf Other")
        with pytest.raises(Overlap, match="Nora Newcomer is the main contact") as refused:
            settle(world, person=other, is_main_contact=True, start_date=MAY)
        assert list(refused.value.fields) == ["is_main_contact"]
        second = settle(world, person=other, is_main_contact=True, start_date=JUNE)
        with pytest.raises(IntegrityError), transaction.atomic():
            Residency.objects.filter(pk=second.pk).update(start_date=MAY)

    def test_a_correction_may_not_overlap_either(self, world: Any) -> None:
        settle(world, end_date=MAY)
        second = settle(world, start_date=JUNE)
        with pytest.raises(Overlap):
            change_residency(actor=world.boris, residency=second, values={"start_date": MAY})
        with pytest.raises(IntegrityError), transaction.atomic():
            Residency.objects.filter(pk=second.pk).update(start_date=MAY)
        second.refresh_from_db()
        assert second.start_date == JUNE

    def test_it_does_not_overlap_with_itself(self, world: Any) -> None:
        residency = settle(world, is_main_contact=True)
        changed = change_residency(
            actor=world.boris, residency=residency, values={"start_date": JUNE}
        )
        assert changed.start_date == JUNE

    def test_the_last_day_is_not_before_the_first(self, world: Any) -> None:
        with pytest.raises(InvalidInput):
            settle(world, start_date=JUNE, end_date=MAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Residency.objects.filter(pk=settle(world).pk).update(end_date=dt.date(2020, 1, 1))

    def test_a_refusal_leaves_nothing_behind(self, world: Any) -> None:
        settle(world)
        counts = [m.objects.count() for m in (Person, Residency, AuditEntry, DomainEvent)]
        stranger = PersonFacts(full_name="Never Stored")
        with pytest.raises(InvalidInput), transaction.atomic():
            settle(world, person=stranger, kind="ghost")
        assert [m.objects.count() for m in (Person, Residency, AuditEntry, DomainEvent)] == counts


class TestAccess:
    @pytest.mark.parametrize(
        ("moment", "gets_in"),
        [
            # Willow Court stands in Berlin: in May its day begins two hours before UTC's.
            (dt.datetime(2026, 5, 31, 21, 59, tzinfo=dt.UTC), True),
            (dt.datetime(2026, 5, 31, 22, 1, tzinfo=dt.UTC), False),
            (dt.datetime(2026, 2, 28, 22, 59, tzinfo=dt.UTC), False),
            (dt.datetime(2026, 2, 28, 23, 1, tzinfo=dt.UTC), True),
        ],
    )
    def test_begins_and_ends_with_the_day_where_the_building_stands(
        self, moment: dt.datetime, gets_in: bool, world: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        residency = settle(world, end_date=MAY)
        connect_account(actor=SYSTEM, person=residency.person, user=world.emil)
        monkeypatch.setattr(clock, "now", lambda: moment)
        tenancy.forget_grants(world.emil)
        assert world.emil.has_perm("properties.view_building", world.willow) is gets_in
        assert world.emil.has_perm("properties.view_apartment", residency.apartment) is gets_in

    def test_moving_out_keeps_the_history(self, world: Any) -> None:
        residency = settle(world)
        move_out(actor=world.boris, residency=residency, end_date=MAY)
        residency.refresh_from_db()
        assert residency.end_date == MAY
        assert DomainEvent.objects.filter(name="residents.MovedOut").exists()
        assert AuditEntry.objects.of(residency).count() == 2

    def test_a_deleted_account_keeps_the_history_of_the_person(self, world: Any) -> None:
        person = Person.objects.get(user=world.teo)
        residencies = list(person.residencies.all())
        entries = AuditEntry.objects.count()
        world.teo.delete()
        person.refresh_from_db()
        assert (person.user, person.full_name) == (None, "Teo Brandt")
        assert list(person.residencies.all()) == residencies
        assert AuditEntry.objects.count() == entries

    @pytest.mark.parametrize(
        ("name", "error"),
        [("fin", NotAllowed), ("ana", NotFound), ("iris", NotFound), ("dara", NotFound)],
    )
    def test_only_the_desk_moves_people(
        self, name: str, error: type[Exception], world: Any
    ) -> None:
        with pytest.raises(error):
            move_in(
                actor=world.people[name], apartment=world.apartment("willow", "1A"), person=NORA,
                kind="tenant", start_date=MARCH,
            )  # fmt: skip


class TestPeople:
    def test_a_known_address_is_the_same_person(self, world: Any) -> None:
        first = settle(world)
        facts = PersonFacts(full_name="nora NEWCOMER", email=" NORA@willow.example")
        second = settle(world, person=facts, apartment=world.apartment("willow", "2A"))
        assert first.person == second.person

    def test_a_known_address_under_another_name_is_refused(self, world: Any) -> None:
        settle(world)
        with pytest.raises(InvalidInput) as refused:
            settle(world, person=PersonFacts(full_name="Else", email=NORA.email), kind="owner")
        assert "Nora Newcomer" in refused.value.fields["email"][0]

    def test_one_person_with_two_addresses_stays_two_records_with_one_account(
        self, world: Any
    ) -> None:
        """Names are no identity. One account cannot be two people, so the second is refused."""
        first = settle(world)
        second = settle(
            world,
            person=PersonFacts(full_name="Nora Newcomer", email="n@work.example"),
            kind="owner",
        )
        assert first.person != second.person
        connect_account(actor=SYSTEM, person=first.person, user=world.emil)
        with pytest.raises(Conflict, match="already somebody else"):
            connect_account(actor=SYSTEM, person=second.person, user=world.emil)
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=second.person.pk).update(user=world.emil)

    def test_an_address_is_unique_in_a_company_in_any_case(self, world: Any) -> None:
        first, second = (
            settle(world).person,
            settle(world, person=PersonFacts(full_name="Olaf")).person,
        )
        with pytest.raises(InvalidInput):
            change_person(actor=world.mara, person=second, values={"email": "NORA@willow.example"})
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=second.pk).update(email=first.email.upper())

    def test_the_same_address_in_another_company_is_another_person(self, world: Any) -> None:
        first = settle(world)
        other = move_in(
            actor=world.dara, apartment=world.apartment("elm", "1A"), person=NORA, kind="tenant",
            start_date=MARCH,
        )  # fmt: skip
        assert other.person != first.person

    def test_a_person_of_another_company_cannot_move_in(self, world: Any) -> None:
        with pytest.raises(InvalidInput):
            settle(world, person=Person.objects.get(user=world.emil))

    def test_accounts_are_connected_by_the_system_only(self, world: Any) -> None:
        with pytest.raises(NotAllowed):
            connect_account(actor=world.sol, person=settle(world).person, user=world.emil)
