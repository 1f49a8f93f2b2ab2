"""The desk's pages of an apartment and the people in it."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from buildings.residents.models import Person, Residency
from buildings.residents.operations.residencies import PersonFacts, move_in, move_out
from foundation import clock

pytestmark = pytest.mark.django_db

LIST = "/desk/harbour/willow-court/residencies/"
NEW = {
    "full_name": "Nora New",
    "email": "nora@willow.example",
    "phone": "+49 40 555",
    "kind": "tenant",
    "start_date": "2026-01-01",
    "end_date": "",
}


@pytest.fixture
def four_b(world):
    return world.apartment("willow", "4B")


@pytest.fixture
def ana(world):
    return Residency.objects.get(person__user=world.ana)


@pytest.fixture
def olga(world, four_b):
    """A tenant of 4B who moved out long ago."""
    residency = move_in(
        actor=world.boris,
        apartment=four_b,
        person=PersonFacts(full_name="Olga Old", email="olga@willow.example"),
        kind="tenant",
        start_date=dt.date(2018, 1, 1),
    )
    return move_out(actor=world.boris, residency=residency, end_date=dt.date(2020, 12, 31))


class TestWhoComesIn:
    @pytest.fixture
    def addresses(self, four_b, ana):
        return [
            f"/desk/apartments/{four_b.uuid}/",
            f"/desk/apartments/{four_b.uuid}/move-in/",
            f"/desk/residencies/{ana.uuid}/",
            f"/desk/residencies/{ana.uuid}/move-out/",
            f"/desk/people/{ana.person.uuid}/",
            LIST,
            LIST + "export/",
        ]

    @pytest.mark.parametrize("name", ["boris", "asta", "mara", "sol"])
    def test_the_desk(self, sign_in, addresses, name):
        client = sign_in(name)
        assert [client.get(address).status_code for address in addresses] == [200] * 7

    def test_finance_reads_only(self, sign_in, addresses):
        client = sign_in("fin")
        found = [client.get(address).status_code for address in addresses]
        assert found == [200, 403, 200, 403, 200, 200, 200]
        posted = [client.post(address, NEW).status_code for address in addresses[1:5]]
        assert posted == [403] * 4

    @pytest.mark.parametrize("name", ["ana", "teo", "iris", "dara", "emil"])
    def test_residents_and_strangers_find_nothing(self, sign_in, addresses, name):
        client = sign_in(name)
        assert [client.get(address).status_code for address in addresses] == [404] * 7
        assert [client.post(address, NEW).status_code for address in addresses[1:5]] == [404] * 4

    def test_boris_does_not_reach_the_people_of_quay_house(self, sign_in, world):
        iris = Residency.objects.get(person__user=world.iris)
        client = sign_in("boris")
        for address in (
            f"/desk/residencies/{iris.uuid}/",
            f"/desk/people/{iris.person.uuid}/",
            f"/desk/apartments/{iris.apartment.uuid}/",
        ):
            assert client.get(address).status_code == 404


class TestApartment:
    def test_shows_people_now_and_before_and_what_happened(self, sign_in, four_b, olga):
        response = sign_in("fin").get(f"/desk/apartments/{four_b.uuid}/")
        people = response.context["people"]
        assert [str(r.person) for r in people.now] == ["Ana Almeida", "Teo Brandt"]
        assert [str(r.person) for r in people.before] == ["Olga Old"]
        whats = [(line.what, line.about) for line in response.context["lines"]]
        assert ("Moved in", "Ana Almeida, 4B") in whats
        assert ("Apartment added", "4B") in whats
        change = next(line for line in response.context["lines"] if line.changes).changes[0]
        assert (change.label, change.before, change.after) == ("Until", "–", "31 December 2020")

    def test_names_are_not_markup(self, sign_in, world, four_b):
        move_in(
            actor=world.boris,
            apartment=four_b,
            person=PersonFacts(full_name='<b>"x"</b>'),
            kind="occupant",
            start_date=dt.date(2026, 1, 1),
        )
        client = sign_in("boris")
        for address in (f"/desk/apartments/{four_b.uuid}/", LIST):
            assert b"<b>" not in client.get(address).content


class TestMovingIn:
    def address(self, apartment):
        return f"/desk/apartments/{apartment.uuid}/move-in/"

    def test_adds_a_person(self, sign_in, four_b):
        response = sign_in("asta").post(self.address(four_b), NEW, follow=True)
        assert response.redirect_chain == [(f"/desk/apartments/{four_b.uuid}/", 302)]
        assert b"Nora New now belongs to apartment 4B" in response.content
        nora = Residency.objects.get(person__email="nora@willow.example")
        assert (nora.kind, nora.start_date, nora.end_date) == ("tenant", dt.date(2026, 1, 1), None)

    def test_a_known_address_is_the_same_person(self, sign_in, world, four_b):
        known = {**NEW, "full_name": "Teo Brandt", "email": "TEO@willow.example", "kind": "owner"}
        assert sign_in("boris").post(self.address(four_b), known).status_code == 302
        assert Person.objects.filter(email__iexact="teo@willow.example").count() == 1

    def test_a_known_address_with_another_name_is_refused(self, sign_in, four_b):
        typed = {**NEW, "email": "teo@willow.example"}
        response = sign_in("boris").post(self.address(four_b), typed)
        assert response.status_code == 422
        assert b"This address belongs to Teo Brandt" in response.content
        assert b'value="Nora New"' in response.content

    def test_two_main_contacts_are_refused_and_nothing_typed_is_lost(self, sign_in, four_b):
        response = sign_in("boris").post(self.address(four_b), {**NEW, "is_main_contact": "on"})
        assert response.status_code == 422
        assert "Ana Almeida is the main contact of apartment 4B" in response.content.decode()
        form = response.context["form"]
        assert form.errors["is_main_contact"] == ["The apartment has a main contact on these days."]
        for typed in (b"Nora New", b"nora@willow.example", b"+49 40 555", b"2026-01-01"):
            assert b'value="' + typed + b'"' in response.content
        assert not Person.objects.filter(full_name="Nora New").exists()

    def test_the_same_residency_twice_is_refused(self, sign_in, four_b):
        typed = {**NEW, "full_name": "Teo Brandt", "email": "teo@willow.example"}
        response = sign_in("boris").post(self.address(four_b), typed)
        assert response.status_code == 422
        assert (
            "Teo Brandt is recorded for apartment 4B already (Tenant, since 1 April 2021)"
            in response.content.decode()
        )

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("start_date", "31.02.2026", "Enter a valid date."),
            ("end_date", "2025-12-31", "The last day is before the first."),
            ("email", "nora@", "Enter a valid email address."),
            ("kind", "ghost", "Select a valid choice"),
            ("full_name", "", "This field is required."),
        ],
    )
    def test_bad_values_are_explained(self, sign_in, four_b, field, value, message):
        response = sign_in("boris").post(self.address(four_b), {**NEW, field: value})
        assert response.status_code == 422
        assert message in response.content.decode()
        assert response.context["form"]["phone"].value() == "+49 40 555"


class TestResidency:
    def test_is_corrected(self, sign_in, ana):
        address = f"/desk/residencies/{ana.uuid}/"
        client = sign_in("boris")
        assert b'value="2021-04-01"' in client.get(address).content
        values = {"kind": "owner", "start_date": "2020-05-01", "end_date": ""}
        response = client.post(address, values, follow=True)
        assert b"The residency of Ana Almeida has been saved." in response.content
        ana.refresh_from_db()
        assert (ana.start_date, ana.is_main_contact) == (dt.date(2020, 5, 1), False)
        assert {c.label for c in response.context["lines"][0].changes} == {"From", "Main contact"}

    def test_overlapping_dates_are_refused(self, sign_in, world, olga, four_b):
        again = move_in(
            actor=world.boris,
            apartment=four_b,
            person=olga.person,
            kind="tenant",
            start_date=dt.date(2022, 1, 1),
        )
        response = sign_in("boris").post(
            f"/desk/residencies/{again.uuid}/",
            {"kind": "tenant", "start_date": "2020-06-01", "end_date": ""},
        )
        assert response.status_code == 422
        assert "1 January 2018 – 31 December 2020" in response.content.decode()
        assert b'value="2020-06-01"' in response.content

    def test_finance_sees_facts_without_a_form(self, sign_in, ana):
        page = sign_in("fin").get(f"/desk/residencies/{ana.uuid}/").content
        assert b"1 April 2021" in page
        assert b'name="start_date"' not in page
        assert b"move-out" not in page


class TestMovingOut:
    def test_sets_the_last_day(self, sign_in, ana):
        response = sign_in("asta").post(
            f"/desk/residencies/{ana.uuid}/move-out/", {"end_date": "2026-03-31"}, follow=True
        )
        assert b"The last day of Ana Almeida in apartment 4B is 31 March 2026." in response.content
        ana.refresh_from_db()
        assert ana.end_date == dt.date(2026, 3, 31)

    def test_before_the_first_day_is_refused(self, sign_in, ana):
        address = f"/desk/residencies/{ana.uuid}/move-out/"
        response = sign_in("boris").post(address, {"end_date": "2020-01-01"})
        assert response.status_code == 422
        assert b"The last day is before the first." in response.content
        assert b'value="2020-01-01"' in response.content


class TestPerson:
    def test_a_manager_of_the_building_corrects_them(self, sign_in, ana):
        address = f"/desk/people/{ana.person.uuid}/"
        values = {"full_name": "Ana A. Almeida", "email": "ana@willow.example", "phone": "123"}
        assert sign_in("boris").post(address, values).status_code == 302
        ana.person.refresh_from_db()
        assert (ana.person.full_name, ana.person.phone) == ("Ana A. Almeida", "123")

    def test_somebody_else_s_address_is_refused(self, sign_in, ana):
        address = f"/desk/people/{ana.person.uuid}/"
        values = {"full_name": "Ana", "email": "teo@willow.example", "phone": ""}
        response = sign_in("boris").post(address, values)
        assert response.status_code == 422
        assert b"Another person of this company has this e-mail address." in response.content
        assert b"<h1>Ana Almeida</h1>" in response.content

    def test_their_homes_elsewhere_stay_private(self, sign_in, world, ana):
        move_in(
            actor=world.mara,
            apartment=world.apartment("quay", "1A"),
            person=ana.person,
            kind="owner",
            start_date=dt.date(2022, 1, 1),
        )
        address = f"/desk/people/{ana.person.uuid}/"
        assert b"Quay House" not in sign_in("boris").get(address).content
        assert b"Quay House" in sign_in("mara").get(address).content


class TestList:
    def names(self, client, **address):
        page = client.get(LIST, address).context["list"].page
        return [residency.person.full_name for residency in page]

    def test_is_narrowed(self, sign_in, olga):
        client = sign_in("fin")
        assert self.names(client) == ["Ana Almeida", "Teo Brandt"]
        assert self.names(client, when="past") == ["Olga Old"]
        assert self.names(client, when="all", kind="tenant") == ["Teo Brandt", "Olga Old"]
        assert self.names(client, when="coming") == []
        assert self.names(client, q="teo@") == ["Teo Brandt"]
        assert self.names(client, q="4b", sort="-person") == ["Teo Brandt", "Ana Almeida"]
        assert self.names(client, when="whenever", q="\x00") == ["Ana Almeida", "Teo Brandt"]

    def test_is_exported_as_it_is_filtered(self, sign_in, olga):
        response = sign_in("fin").get(LIST + "export/", {"when": "all", "kind": "tenant"})
        today = clock.today("Europe/Berlin")
        assert f'filename="willow-court-residents-{today}.xlsx"' in response["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(response.content)).active
        found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert [row[1] for row in found] == ["Teo Brandt", "Olga Old"]
        assert [day.date() for day in found[1][5:7]] == [dt.date(2018, 1, 1), dt.date(2020, 12, 31)]
        assert found[1][7] == "no"
