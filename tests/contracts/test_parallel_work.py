"""Several processes at once, on PostgreSQL: the page tree stays sound, and one of them wins.

These tests really commit, because other processes must see the rows. They work in companies of
their own and take them away afterwards, so the cast of the other tests is left alone.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
PROCESSES = 8


@pytest.fixture(scope="module")
def in_parallel(django_db_setup: Any) -> Iterator[Callable[..., list[str]]]:
    """`in_parallel(work, …)` runs `work(index, …)` in eight processes at once; their answers."""
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    given = connection.settings_dict["NAME"], context.Barrier(PROCESSES)
    with context.Pool(PROCESSES, _begin, given) as pool:

        def run(work: Callable[..., str], *arguments: Any) -> list[str]:
            waiting = [
                pool.apply_async(_in_process, (work.__name__, index, *arguments))
                for index in range(PROCESSES)
            ]
            return [one.get(timeout=120) for one in waiting]

        yield run


_together: Any = None


def _begin(database: str, together: Any) -> None:
    """In a new process: set Django up, and point it at the test database."""
    global _together
    _together = together
    import os
    import sys

    sys.path[:0] = ["site", "."]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings.test")
    import django
    from django.db import connection as own

    django.setup()
    own.settings_dict["NAME"] = database


def _in_process(name: str, index: int, *arguments: Any) -> str:
    """In that process: wait until each has its piece of work, then begin all at once."""
    _together.wait(timeout=100)
    return str(globals()[name](index, *arguments))


def create_one_building(index: int, company_id: int) -> str:
    from accounts.queries.companies import company_by_id
    from buildings.properties.operations.buildings import create_building
    from concierge.demo.cast import BUILDINGS, SYSTEM

    values = BUILDINGS["willow"] | {"name": f"House {index}", "slug": f"house-{index}"}
    return str(create_building(actor=SYSTEM, company=company_by_id(company_id), values=values).slug)


def become_main_contact(index: int, apartment_id: int) -> str:
    from buildings.properties.models import Apartment
    from buildings.residents.operations.residencies import Overlap, PersonFacts, move_in
    from concierge.demo.cast import LONG_AGO, SYSTEM

    try:
        move_in(
            actor=SYSTEM,
            apartment=Apartment.objects.get(pk=apartment_id),
            person=PersonFacts(full_name=f"Contender {index}"),
            kind="tenant",
            start_date=LONG_AGO,
            is_main_contact=True,
        )
    except Overlap:
        return "lost"
    return "won"


@pytest.fixture
def company(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A committed company, removed again with everything in it."""
    from accounts.operations.companies import open_company
    from concierge.demo.cast import SYSTEM

    with django_db_blocker.unblock():
        made = open_company(actor=SYSTEM, name="Parallel Homes", slug="parallel")
        try:
            yield made
        finally:
            remove(made)
            connections.close_all()


def remove(company: Any) -> None:
    from django_q.models import OrmQ

    from buildings.properties.models import Apartment, Building
    from buildings.residents.models import Person, Residency
    from foundation.models import AuditEntry, DomainEvent
    from portal.models import CompanyPage

    page = CompanyPage.objects.get(company=company)
    collection = page.collection
    page.delete()
    collection.refresh_from_db()
    collection.delete()
    with unlocked_audit_log():
        for model in (Residency, Person, Apartment, Building, AuditEntry, DomainEvent):
            model._default_manager.filter(company_id=company.pk).delete()
    OrmQ.objects.all().delete()
    company.delete()


@contextmanager
def unlocked_audit_log() -> Iterator[None]:
    """What was really committed has to be taken away again, which the database refuses."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE foundation_auditentry DISABLE TRIGGER USER")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE foundation_auditentry ENABLE TRIGGER USER")


def test_eight_buildings_at_once_leave_a_sound_tree(company: Any, in_parallel: Any) -> None:
    from wagtail.models import Collection, Page

    slugs = in_parallel(create_one_building, company.pk)
    assert sorted(slugs) == [f"house-{index}" for index in range(PROCESSES)]
    assert [list(problem) for problem in Page.find_problems()] == [[]] * 5
    assert [list(problem) for problem in Collection.find_problems()] == [[]] * 5
    page = Page.objects.get(slug="parallel", depth=3)
    addresses = set(page.get_children().values_list("url_path", flat=True))
    houses = {f"/home/parallel/house-{index}/" for index in range(PROCESSES)}
    # And the pages that the company keeps for all of them.
    assert addresses == {"/home/parallel/_all/", *houses}
    assert page.numchild == page.get_children().count() == PROCESSES + 1


def test_eight_main_contacts_at_once_and_one_wins(company: Any, in_parallel: Any) -> None:
    from buildings.properties.operations.apartments import add_apartment
    from buildings.properties.operations.buildings import create_building
    from concierge.demo.cast import BUILDINGS, SYSTEM

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    apartment = add_apartment(actor=SYSTEM, building=building, values={"number": "1A"})
    answers = in_parallel(become_main_contact, apartment.pk)
    assert sorted(answers) == ["lost"] * (PROCESSES - 1) + ["won"]
    assert apartment.residencies.count() == 1


def sign_up_at_once(index: int, event_id: int, user_ids: list[int]) -> str:
    from accounts.models import User
    from portal.models import EventPage
    from portal.operations.signups import sign_up

    return ",".join(
        sign_up(
            actor=User.objects.get(pk=pk), event=EventPage.objects.get(pk=event_id), guests=1
        ).state
        for pk in user_ids[index::PROCESSES]
    )


def test_sixteen_sign_ups_at_once_take_no_more_seats_than_there_are(
    company: Any, in_parallel: Any
) -> None:
    """Sixteen people with a guest each, seven seats: three pairs come, the others wait."""
    from accounts.models import User
    from accounts.operations.staff import add_staff
    from accounts.operations.users import create_verified_user
    from buildings.properties.operations.buildings import create_building
    from concierge.demo.cast import BUILDINGS, SYSTEM
    from portal.models import EventIndexPage, EventSignup
    from portal.operations.pages import publish_page
    from tests.world import party

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    people = []
    for number in range(2 * PROCESSES):
        user = create_verified_user(
            actor=SYSTEM, email=f"p{number}@parallel.example", first_name="P",
            last_name=str(number), password=None,
        )  # fmt: skip
        add_staff(actor=SYSTEM, company=company, user=user, role="owner", covers_all_buildings=True)
        people.append(user.pk)
    try:
        event = publish_page(
            actor=User.objects.get(pk=people[0]),
            parent=EventIndexPage.objects.get(url_path__startswith="/home/parallel/"),
            page=party("Crowded", "crowded", capacity=7, guests_each=1),
        )
        states = ",".join(in_parallel(sign_up_at_once, event.pk, people)).split(",")
        assert sorted(states) == ["going"] * 3 + ["waiting"] * (2 * PROCESSES - 3)
        assert building.pk == EventSignup.objects.filter(event=event).first().building_id
    finally:
        EventSignup.objects.filter(company_id=company.pk).delete()
        forget_people(people)


def forget_people(ids: list[int]) -> None:
    from wagtail.models import Revision

    from accounts.models import StaffMembership, User
    from foundation.models import AuditEntry

    StaffMembership.objects.filter(user_id__in=ids).delete()
    with unlocked_audit_log():
        AuditEntry.objects.filter(actor_id__in=ids).delete()
    Revision.objects.filter(user_id__in=ids).update(user=None)
    User.objects.filter(pk__in=ids).delete()


def write_and_seal(index: int, company_id: int) -> str:
    from accounts.queries.companies import company_by_id
    from foundation import audit, seals
    from foundation.actors import SystemActor

    company = company_by_id(company_id)
    sealed = 0
    for _round in range(20):
        audit.record(SystemActor(f"writer {index}"), "accounts.company_opened", company)
        sealed += seals.seal_waiting()
    return str(sealed)


def test_eight_processes_write_and_seal_one_chain(company: Any, in_parallel: Any) -> None:
    from foundation import seals
    from foundation.models import AuditEntry

    try:
        sealed = sum(int(count) for count in in_parallel(write_and_seal, company.pk))
        sealed += seals.seal_waiting()
        entries = AuditEntry.objects.filter(sequence__isnull=False)
        assert sealed == entries.count() >= 20 * PROCESSES
        assert list(seals.verify()) == []
    finally:
        # The entries of the cast stay, for the other tests; nothing of them is sealed there.
        with unlocked_audit_log():
            entries.exclude(company_id=company.pk).update(
                sequence=None, digest="", words_digest="", salt=""
            )


def accept_invitation(index: int, token: str) -> str:
    from buildings.residents.operations.invitations import accept_with_new_account
    from foundation.errors import DomainError

    answers = []
    for attempt in (1, 2):
        try:
            accept_with_new_account(
                token=token,
                first_name=f"Racer {index}",
                last_name=str(attempt),
                password="a lantern in the yard",
            )
        except DomainError as error:
            answers.append(error.code)
        else:
            answers.append("in")
    return ",".join(answers)


def test_sixteen_answers_to_one_invitation_make_one_account(company: Any, in_parallel: Any) -> None:
    from accounts.queries.users import user_by_email
    from buildings.properties.operations.apartments import add_apartment
    from buildings.properties.operations.buildings import create_building
    from buildings.residents.operations.invitations import invite
    from buildings.residents.operations.residencies import PersonFacts, move_in
    from concierge.demo.cast import BUILDINGS, LONG_AGO, SYSTEM

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    apartment = add_apartment(actor=SYSTEM, building=building, values={"number": "1A"})
    residency = move_in(
        actor=SYSTEM,
        apartment=apartment,
        person=PersonFacts(full_name="Racer", email="racer@parallel.example"),
        kind="tenant",
        start_date=LONG_AGO,
    )
    invitation = invite(actor=SYSTEM, person=residency.person, building=building)
    try:
        answers = ",".join(in_parallel(accept_invitation, invitation.token)).split(",")
        assert sorted(answers) == ["in", *["invitation_over"] * (2 * PROCESSES - 1)]
        residency.person.refresh_from_db()
        assert residency.person.user.email == "racer@parallel.example"
    finally:
        forget_people([user_by_email("racer@parallel.example").pk])


def invite_everybody(index: int, building_id: int) -> str:
    from buildings.properties.models import Building
    from buildings.residents.models import Person
    from buildings.residents.operations.invitations import invite_all, invite_people
    from concierge.demo.cast import SYSTEM

    building = Building.objects.get(pk=building_id)
    if index % 2:
        return str(invite_all(actor=SYSTEM, building=building).sent)
    people = Person.objects.filter(company_id=building.company_id)
    return str(invite_people(actor=SYSTEM, people=people, building=building).sent)


def test_everybody_is_invited_once_however_many_press_at_once(
    company: Any, in_parallel: Any
) -> None:
    from buildings.properties.operations.apartments import add_apartment
    from buildings.properties.operations.buildings import create_building
    from buildings.residents.models import Invitation
    from buildings.residents.operations.residencies import PersonFacts, move_in
    from concierge.demo.cast import BUILDINGS, LONG_AGO, SYSTEM

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    apartment = add_apartment(actor=SYSTEM, building=building, values={"number": "1A"})
    for index in range(20):
        move_in(
            actor=SYSTEM,
            apartment=apartment,
            person=PersonFacts(full_name=f"Racer {index}", email=f"r{index}@parallel.example"),
            kind="tenant",
            start_date=LONG_AGO,
        )
    answers = in_parallel(invite_everybody, building.pk)
    assert sorted(answers) == [*["0"] * (PROCESSES - 1), "20"]
    assert Invitation.objects.filter(building=building).count() == 20


def join_as_staff(index: int, token: str) -> str:
    from buildings.properties.operations.staff_invitations import join_staff_with_new_account
    from foundation.errors import DomainError

    try:
        join_staff_with_new_account(
            token=token,
            first_name=f"Racer {index}",
            last_name="Staff",
            password="a lantern in the yard",
        )
    except DomainError as error:
        return error.code
    return "in"


def test_eight_answers_to_one_offer_make_one_job(company: Any, in_parallel: Any) -> None:
    from accounts.models import StaffMembership
    from accounts.queries.users import user_by_email
    from buildings.properties.models import StaffInvitation
    from buildings.properties.operations.staff_invitations import invite_staff
    from concierge.demo.cast import SYSTEM

    email = "staff-racer@parallel.example"
    invitation = invite_staff(
        actor=SYSTEM, company=company, email=email, role="manager", covers_all_buildings=True
    )
    try:
        answers = in_parallel(join_as_staff, invitation.token)
        assert sorted(answers) == ["in", *["invitation_over"] * (PROCESSES - 1)]
        membership = StaffMembership.objects.get(company=company)
        assert membership.user.email == email
    finally:
        StaffInvitation.objects.filter(company=company).delete()
        StaffMembership.objects.filter(company=company).delete()
        user = user_by_email(email)
        forget_people([user.pk] if user else [])


def decide(index: int, request_id: int, apartment_id: int) -> str:
    from buildings.joining.models import JoinRequest
    from buildings.joining.operations.requests import approve, refuse
    from buildings.properties.models import Apartment
    from concierge.demo.cast import LONG_AGO, SYSTEM
    from foundation.errors import Conflict

    request = JoinRequest.objects.get(pk=request_id)
    try:
        if index % 2:
            refuse(actor=SYSTEM, request=request)
            return "refused"
        approve(
            actor=SYSTEM,
            request=request,
            apartment=Apartment.objects.get(pk=apartment_id),
            kind="tenant",
            start_date=LONG_AGO,
        )
    except Conflict:
        return "too late"
    return "approved"


def test_eight_decisions_at_once_and_one_counts(company: Any, in_parallel: Any) -> None:
    from accounts.operations.users import create_verified_user
    from buildings.joining.operations.codes import issue_code
    from buildings.joining.operations.requests import ask_to_join
    from buildings.properties.operations.apartments import add_apartment
    from buildings.properties.operations.buildings import create_building
    from buildings.residents.models import Residency
    from concierge.demo.cast import BUILDINGS, SYSTEM

    building = create_building(actor=SYSTEM, company=company, values=BUILDINGS["willow"])
    apartment = add_apartment(actor=SYSTEM, building=building, values={"number": "1A"})
    asker = create_verified_user(
        actor=SYSTEM,
        email="asker@parallel.example",
        first_name="Asker",
        last_name="",
        password=None,
    )
    try:
        request = ask_to_join(
            actor=asker,
            code=issue_code(actor=SYSTEM, building=building),
            full_name="Asker",
            apartment="1A",
            kind="tenant",
        )
        answers = in_parallel(decide, request.pk, apartment.pk)
        assert answers.count("too late") == PROCESSES - 1
        homes = Residency.objects.filter(person__user=asker).count()
        assert homes == answers.count("approved")
    finally:
        request.delete()
        forget_people([asker.pk])
