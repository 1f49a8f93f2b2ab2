"""The desk's lists and forms of apartments."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from buildings.properties.models import Apartment
from buildings.properties.operations.apartments import add_apartment, change_apartment
from foundation import clock

pytestmark = pytest.mark.django_db

LIST = "/desk/harbour/willow-court/apartments/"
FACTS = {
    "number": "12A",
    "section": "Garden",
    "floor": "12",
    "riser": "A",
    "apartment_type": "penthouse",
    "area_m2": "140.5",
    "ownership_share": "2.5",
    "parking": "P1",
    "locker": "",
}


def numbers(response):
    return [apartment.number for apartment in response.context["list"].page]


def sheet_of(response):
    return load_workbook(io.BytesIO(response.content)).active


class TestList:
    def test_is_in_door_order(self, sign_in, world):
        add_apartment(actor=world.boris, building=world.willow, values={"number": "10A"})
        found = numbers(sign_in("boris").get(LIST))
        assert found[:4] == ["1A", "1B", "1C", "2A"]
        assert found[-1] == "10A"

    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ({"q": "4b"}, ["4B"]),
            ({"floor": "2"}, ["2A", "2B", "2C"]),
            ({"floor": "2", "q": "c"}, ["2C"]),
            ({"type": "studio"}, []),
            ({"section": "Main house", "floor": "1"}, ["1A", "1B", "1C"]),
            ({"floor": "1", "sort": "-area"}, ["1C", "1B", "1A"]),
            ({"floor": "1", "sort": "nonsense"}, ["1A", "1B", "1C"]),
        ],
    )
    def test_is_narrowed_and_sorted_by_the_address(self, sign_in, address, found):
        assert numbers(sign_in("boris").get(LIST, address)) == found

    def test_an_impossible_filter_is_named_and_the_others_hold(self, sign_in):
        response = sign_in("boris").get(LIST, {"floor": "99", "q": "4B"})
        assert numbers(response) == ["4B"]
        assert b"Select a valid choice" in response.content

    def test_says_who_is_there(self, sign_in):
        page = sign_in("fin").get(LIST, {"q": "4B"}).context["list"].page
        assert (page[0].main_contact, page[0].people_count) == ("Ana Almeida", 2)

    def test_links_keep_filters_and_order(self, sign_in, world):
        for number in range(60):
            add_apartment(
                actor=world.boris,
                building=world.willow,
                values={"number": f"X{number}", "floor": 9},
            )
        response = sign_in("boris").get(LIST, {"floor": "9", "sort": "-number"})
        assert numbers(response)[0] == "X59"
        assert b'href="?floor=9&amp;sort=-number&amp;page=2"' in response.content
        assert b'href="?floor=9&amp;sort=number"' in response.content
        assert numbers(sign_in("boris").get(LIST, {"floor": "9", "page": "2"}))[0] == "X50"

    def test_queries_do_not_grow_with_the_rows(self, sign_in, world):
        client = sign_in("boris")
        client.get(LIST)

        def count():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(LIST).status_code == 200
            return len(queries)

        few = count()
        for number in range(30):
            add_apartment(actor=world.boris, building=world.willow, values={"number": f"Y{number}"})
        assert count() == few
        assert few <= 15

    def test_foreign_buildings_are_not_there(self, sign_in):
        for name, path in (("boris", "harbour/quay-house"), ("dara", "harbour/willow-court")):
            client = sign_in(name)
            for page in ("", "export/", "new/"):
                assert client.get(f"/desk/{path}/apartments/{page}").status_code == 404


class TestExport:
    def test_holds_what_the_list_shows(self, sign_in, world):
        response = sign_in("fin").get(LIST + "export/", {"floor": "4", "sort": "-number"})
        today = clock.today("Europe/Berlin")
        assert f'filename="willow-court-apartments-{today}.xlsx"' in response["Content-Disposition"]
        sheet = sheet_of(response)
        assert [cell.value for cell in sheet["A"]] == ["Apartment", "4C", "4B", "4A"]
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[3]][5:] == [61, None, None, None, "Ana Almeida", 2]

    def test_text_is_never_a_formula_or_a_link(self, sign_in, world):
        apartment = world.apartment("willow", "1A")
        change_apartment(
            actor=world.boris,
            apartment=apartment,
            values={"riser": "=1+1", "parking": "https://evil.example", "locker": "007"},
        )
        row = sheet_of(sign_in("boris").get(LIST + "export/"))[2]
        assert {row[3].data_type, row[7].data_type, row[8].data_type} == {"s"}
        assert (row[3].value, row[8].value) == ("=1+1", "007")
        assert row[7].hyperlink is None

    def test_headings_are_understood_by_the_import(self, sign_in):
        from buildings.imports.columns.guess import guess_mapping

        headings = [cell.value for cell in sheet_of(sign_in("boris").get(LIST + "export/"))[1]]
        assert len([key for key in guess_mapping(headings[:9]).values() if key]) == 9


class TestAdding:
    def test_a_manager_adds_one(self, sign_in, world):
        response = sign_in("boris").post(LIST + "new/", FACTS, follow=True)
        apartment = world.apartment("willow", "12A")
        assert response.redirect_chain == [(f"/desk/apartments/{apartment.uuid}/", 302)]
        assert b"Apartment 12A has been added" in response.content
        assert (apartment.floor, str(apartment.area_m2)) == (12, "140.50")

    def test_a_taken_number_is_refused_and_nothing_typed_is_lost(self, sign_in):
        response = sign_in("boris").post(LIST + "new/", {**FACTS, "number": "4b"})
        assert response.status_code == 422
        assert b"This building already has an apartment with this number." in response.content
        for typed in (b"4b", b"Garden", b"140.5", b"P1"):
            assert b'value="' + typed + b'"' in response.content

    @pytest.mark.parametrize(
        ("field", "value"),
        [("area_m2", "big"), ("ownership_share", "101"), ("floor", "300"), ("number", " ")],
    )
    def test_bad_values_are_named(self, sign_in, world, field, value):
        response = sign_in("boris").post(LIST + "new/", {**FACTS, field: value})
        assert response.status_code == 422
        assert response.context["form"].errors[field]
        assert f'href="#id_{field}"'.encode() in response.content
        assert not Apartment.objects.filter(building=world.willow, number="12A").exists()

    @pytest.mark.parametrize("name", ["fin", "asta"])
    def test_finance_and_assistants_may_not(self, sign_in, name):
        client = sign_in(name)
        assert b"Add an apartment" not in client.get(LIST).content
        assert client.get(LIST + "new/").status_code == 403
        assert client.post(LIST + "new/", FACTS).status_code == 403


class TestEditing:
    def address(self, world, building="willow", number="4B"):
        return f"/desk/apartments/{world.apartment(building, number).uuid}/edit/"

    @pytest.mark.parametrize("name", ["boris", "asta", "mara", "sol"])
    def test_the_desk_corrects_facts(self, sign_in, world, name):
        client = sign_in(name)
        address = self.address(world)
        assert client.get(address).context["form"]["number"].value() == "4B"
        assert client.post(address, {**FACTS, "number": "4B"}).status_code == 302
        assert world.apartment("willow", "4B").section == "Garden"

    def test_finance_may_not(self, sign_in, world):
        client = sign_in("fin")
        assert client.get(self.address(world)).status_code == 403
        assert client.post(self.address(world), FACTS).status_code == 403

    @pytest.mark.parametrize("name", ["ana", "teo", "dara", "iris", "emil"])
    def test_residents_and_strangers_find_nothing(self, sign_in, world, name):
        client = sign_in(name)
        assert client.get(self.address(world)).status_code == 404
        assert client.post(self.address(world), FACTS).status_code == 404

    def test_boris_cannot_reach_quay_house(self, sign_in, world):
        assert sign_in("boris").get(self.address(world, "quay", "2A")).status_code == 404

    def test_a_refused_change_is_explained(self, sign_in, world):
        response = sign_in("boris").post(self.address(world), {**FACTS, "number": "4C"})
        assert response.status_code == 422
        assert b"already has an apartment with this number" in response.content
        assert b"<h1>Edit apartment 4B</h1>" in response.content
