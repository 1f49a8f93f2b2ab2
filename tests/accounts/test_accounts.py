"""People, companies and jobs: what the operations refuse, and what the database refuses anyway."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import clear_url_caches, path

from accounts.models import StaffMembership, User
from accounts.operations.companies import open_company
from accounts.operations.staff import CMS_GROUP, add_staff, end_staff
from accounts.operations.users import create_verified_user, remove_user
from accounts.queries.users import user_by_email
from buildings.properties.operations.buildings import change_building
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in
from concierge.demo.cast import LONG_AGO, SYSTEM
from foundation import clock, tenancy
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.contracts.routes import routes

pytestmark = pytest.mark.django_db


def in_cms_group(user: User) -> bool:
    return user.groups.filter(name=CMS_GROUP).exists()


class TestAddresses:
    def test_are_found_in_any_case(self, world: Any) -> None:
        assert user_by_email(" ANA@Willow.Example ") == world.ana

    def test_are_stored_in_lower_case(self, world: Any) -> None:
        assert User.objects.create_user("New@Willow.Example").email == "new@willow.example"

    @pytest.mark.parametrize("email", ["ana@willow.example", "ANA@willow.example"])
    def test_are_unique_in_the_database_in_any_case(self, email: str, world: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email=email)])

    def test_with_capitals_are_refused_by_the_database(self, world: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=world.ana.pk).update(email="Ana@willow.example")

    def test_taken_ones_are_a_conflict(self, world: Any) -> None:
        with pytest.raises(Conflict):
            create_verified_user(
                actor=SYSTEM, email="ANA@willow.example", first_name="A", last_name="B",
                password=None,
            )  # fmt: skip

    def test_never_show_as_a_name(self) -> None:
        assert str(User(email="secret@willow.example")) == "Unnamed person"

    def test_signing_in_works_in_any_case(self, world: Any, client: Any) -> None:
        response = client.post(
            "/accounts/login/", {"login": "Ana@Willow.example", "password": "concierge-demo"}
        )
        assert (response.status_code, response["Location"]) == (302, "/")


class TestCompanies:
    def test_only_the_platform_opens_them(self, world: Any) -> None:
        with pytest.raises(NotAllowed):
            open_company(actor=world.mara, name="Second", slug="second")
        assert open_company(actor=world.sol, name="Second", slug="second").pk

    @pytest.mark.parametrize("slug", ["cms", "api", "desk", "harbour", "Not A Slug", "-a", ""])
    def test_addresses_that_cannot_be(self, slug: str, world: Any) -> None:
        with pytest.raises(InvalidInput) as refused:
            open_company(actor=SYSTEM, name="Second", slug=slug)
        assert "slug" in refused.value.fields

    @pytest.mark.parametrize(
        "slug",
        "accounts api cms desk documents files healthz live mail metrics my readyz search static "
        "stripe style theme apartments buildings imports people residencies".split(),
    )
    def test_addresses_of_the_platform_say_so(self, slug: str, world: Any) -> None:
        with pytest.raises(InvalidInput, match=f"“{slug}” is an address of the platform"):
            open_company(actor=SYSTEM, name="Second", slug=slug)

    def test_a_new_door_is_reserved_by_being_built(
        self, world: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from concierge import urls

        open_company(actor=SYSTEM, name="Second", slug="laundry")
        doors = [path(f"{way}/", lambda request: None) for way in ("parking", "desk/letters")]
        monkeypatch.setattr(urls, "urlpatterns", [*doors, *urls.urlpatterns])
        clear_url_caches()
        try:
            for slug in ("parking", "letters"):
                with pytest.raises(InvalidInput, match="address of the platform"):
                    open_company(actor=SYSTEM, name="Third", slug=slug)
        finally:
            monkeypatch.undo()
            clear_url_caches()

    def test_the_desk_reads_no_word_of_its_own_as_a_company(self) -> None:
        """A company and the desk's pages stand side by side, so the converter knows the words."""
        from buildings.properties.urls import DeskCompanyConverter

        second = {r.split("/")[1] for r in routes() if r.startswith("desk/") and r != "desk/"}
        words = {word for word in second if "<" not in word}
        assert words >= {"apartments", "buildings", "imports", "people", "residencies"}
        for word in words:
            assert not re.match(DeskCompanyConverter.regex, f"{word}/"), word
        assert re.match(DeskCompanyConverter.regex, "harbour/")


class TestStaff:
    def test_an_owner_adds_staff(self, world: Any) -> None:
        membership = add_staff(
            actor=world.mara, company=world.companies["harbour"], user=world.iris,
            role="assistant", covers_all_buildings=True,
        )  # fmt: skip
        assert membership.covers_all_buildings
        assert in_cms_group(world.iris)

    @pytest.mark.parametrize(
        ("name", "error"),
        [("boris", NotAllowed), ("fin", NotAllowed), ("ana", NotAllowed), ("dara", NotFound)],
    )
    def test_nobody_else_does(self, name: str, error: type[Exception], world: Any) -> None:
        with pytest.raises(error):
            add_staff(
                actor=world.people[name], company=world.companies["harbour"], user=world.emil,
                role="manager", covers_all_buildings=True,
            )  # fmt: skip
        assert not StaffMembership.objects.filter(user=world.emil).exists()

    def test_one_job_at_a_time_in_a_company(self, world: Any) -> None:
        job = {"company": world.companies["harbour"], "role": "finance"}
        with pytest.raises(Conflict, match="already works"):
            add_staff(actor=world.mara, user=world.boris, covers_all_buildings=False, **job)
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffMembership.objects.create(user=world.boris, started_at=clock.now(), **job)

    def test_a_person_may_work_for_two_companies(self, world: Any) -> None:
        add_staff(
            actor=SYSTEM, company=world.companies["rival"], user=world.boris, role="finance",
            covers_all_buildings=True,
        )  # fmt: skip
        tenancy.forget_grants(world.boris)
        companies = {grant.company_id for grant in tenancy.grants_of(world.boris)}
        assert companies == {company.pk for company in world.companies.values()}

    def test_an_owner_always_covers_all_buildings(self, world: Any) -> None:
        membership = add_staff(
            actor=world.mara, company=world.companies["harbour"], user=world.iris, role="owner",
            covers_all_buildings=False,
        )  # fmt: skip
        assert membership.covers_all_buildings
        with pytest.raises(IntegrityError), transaction.atomic():
            StaffMembership.objects.filter(pk=membership.pk).update(covers_all_buildings=False)

    def test_an_unknown_role(self, world: Any) -> None:
        with pytest.raises(InvalidInput):
            add_staff(
                actor=world.mara, company=world.companies["harbour"], user=world.iris,
                role="emperor", covers_all_buildings=True,
            )  # fmt: skip


class TestLeaving:
    def test_ends_access_at_once_and_keeps_the_history(self, world: Any, sign_in: Any) -> None:
        membership = world.boris.memberships.get()
        client = sign_in("boris")
        assert client.get("/harbour/willow-court/").status_code == 200
        end_staff(actor=world.mara, membership=membership)
        assert client.get("/harbour/willow-court/").status_code == 404
        assert client.get("/desk/").status_code == 403
        assert StaffMembership.objects.get(pk=membership.pk).ended_at is not None
        assert not in_cms_group(world.boris)

    def test_the_cms_stays_open_while_another_job_needs_it(self, world: Any) -> None:
        add_staff(
            actor=SYSTEM, company=world.companies["rival"], user=world.boris, role="manager",
            covers_all_buildings=True,
        )  # fmt: skip
        harbour = world.boris.memberships.get(company=world.companies["harbour"])
        end_staff(actor=world.mara, membership=harbour)
        assert in_cms_group(world.boris)

    def test_finance_and_residents_never_enter_the_cms(self, world: Any) -> None:
        assert [n for n in world.people if in_cms_group(world.people[n])] == [
            "mara", "boris", "asta", "dara",
        ]  # fmt: skip

    def test_the_last_owner_stays(self, world: Any) -> None:
        membership = world.mara.memberships.get()
        with pytest.raises(Conflict, match="last owner"):
            end_staff(actor=world.mara, membership=membership)
        add_staff(
            actor=world.mara, company=world.companies["harbour"], user=world.iris, role="owner",
            covers_all_buildings=True,
        )  # fmt: skip
        end_staff(actor=world.mara, membership=membership)

    def test_twice_is_a_conflict(self, world: Any) -> None:
        membership = world.fin.memberships.get()
        end_staff(actor=world.mara, membership=membership)
        with pytest.raises(Conflict, match="already ended"):
            end_staff(actor=world.mara, membership=membership)

    def test_coming_back_is_a_new_membership(self, world: Any) -> None:
        end_staff(actor=world.mara, membership=world.fin.memberships.get())
        add_staff(
            actor=world.mara, company=world.companies["harbour"], user=world.fin, role="finance",
            covers_all_buildings=True,
        )  # fmt: skip
        assert world.fin.memberships.count() == 2

    @pytest.mark.parametrize(("name", "error"), [("asta", NotAllowed), ("boris", NotFound)])
    def test_only_owners_end_a_job(self, name: str, error: type[Exception], world: Any) -> None:
        with pytest.raises(error):
            end_staff(actor=world.people[name], membership=world.asta.memberships.get())


def newcomer(world: Any) -> User:
    """Somebody who has moved into Willow Court and has not done anything yet."""
    user = create_verified_user(
        actor=SYSTEM, email="nia@willow.example", first_name="Nia", last_name="New", password=None
    )
    residency = move_in(
        actor=SYSTEM,
        apartment=world.apartment("willow", "1A"),
        person=PersonFacts(full_name="Nia New", email=user.email),
        kind="tenant",
        start_date=LONG_AGO,
    )
    connect_account(actor=SYSTEM, person=residency.person, user=user)
    return user


class TestRemovingAccounts:
    def test_of_staff_switches_them_off_and_keeps_the_history(
        self, world: Any, sign_in: Any
    ) -> None:
        client = sign_in("boris")
        before = list(StaffMembership.objects.order_by("pk").values())
        assert remove_user(actor=world.sol, user=world.boris) is False
        assert list(StaffMembership.objects.order_by("pk").values()) == before
        assert client.get("/desk/")["Location"].startswith("/accounts/login/")
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.actor) == ("accounts.user_switched_off", world.sol)

    def test_of_residents_keeps_who_lived_where(self, world: Any) -> None:
        user = newcomer(world)
        person = user.people.get()
        residencies = list(person.residencies.values())
        assert remove_user(actor=SYSTEM, user=user) is True
        person.refresh_from_db()
        assert (person.full_name, person.user) == ("Nia New", None)
        assert list(person.residencies.values()) == residencies

    def test_of_whoever_has_written_something_keeps_the_name(self, world: Any) -> None:
        change_building(actor=world.boris, building=world.willow, values={"year_built": 1999})
        StaffMembership.objects.filter(user=world.boris).delete()
        with pytest.raises(ProtectedError):
            world.boris.delete()
        assert remove_user(actor=world.sol, user=world.boris) is False
        entry = AuditEntry.objects.get(action="properties.building_changed")
        assert entry.actor == world.boris

    def test_without_a_history_deletes_them(self, world: Any) -> None:
        user = create_verified_user(
            actor=SYSTEM, email="new@house.example", first_name="No", last_name="Job", password=None
        )
        pk = user.pk
        assert remove_user(actor=world.sol, user=user) is True
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.object_id) == ("accounts.user_removed", pk)
        assert entry.object_label == "No Job"

    @pytest.mark.parametrize("name", ["mara", "boris", "ana", "dara"])
    def test_is_for_the_platform(self, world: Any, name: str) -> None:
        with pytest.raises((NotAllowed, NotFound)):
            remove_user(actor=world.people[name], user=world.fin)
        assert User.objects.get(pk=world.fin.pk).is_active

    def test_never_ones_own(self, world: Any) -> None:
        with pytest.raises(Conflict):
            remove_user(actor=world.sol, user=world.sol)

    def test_in_the_cms_says_what_happened(self, world: Any, sign_in: Any) -> None:
        client, way = sign_in("sol"), "/cms/users/delete/{}/"
        response = client.post(way.format(world.boris.pk), follow=True)
        assert "switched off instead of deleted" in response.content.decode()
        assert not User.objects.get(pk=world.boris.pk).is_active
        user = newcomer(world)
        response = client.post(way.format(user.pk), follow=True)
        assert "The account of Nia New was deleted." in response.content.decode()
        assert not User.objects.filter(pk=user.pk).exists()
        client.post(way.format(world.sol.pk))
        assert User.objects.filter(pk=world.sol.pk, is_active=True).exists()
