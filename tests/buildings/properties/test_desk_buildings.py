"""The desk's pages of buildings: for staff, and closed to residents and strangers."""

import datetime as dt
import io
import re

import pytest
from openpyxl import load_workbook

from buildings.properties.models import Building
from buildings.properties.operations.buildings import change_building

pytestmark = pytest.mark.django_db

LIST = "/desk/buildings/"
WILLOW = "/desk/harbour/willow-court/"
FACTS = {
    "company": "harbour",
    "name": "Pine Row",
    "slug": "pine-row",
    "street": "Kieferngasse 9",
    "postal_code": "22001",
    "city": "Hamburg",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
    "currency": "EUR",
    "building_type": "mixed",
    "year_built": "1966",
    "brand_hue": "120",
}
EDITED = {name: value for name, value in FACTS.items() if name != "company"}


def rows(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


class TestWhoComesIn:
    @pytest.mark.parametrize("name", ["boris", "asta", "fin", "mara", "sol"])
    @pytest.mark.parametrize("path", [LIST, WILLOW, WILLOW + "history/"])
    def test_staff_read(self, sign_in, name, path):
        response = sign_in(name).get(path)
        assert response.status_code == 200
        assert b"Willow Court" in response.content
        assert b"<c-" not in response.content

    @pytest.mark.parametrize("name", ["dara", "ana", "teo", "iris", "emil"])
    @pytest.mark.parametrize("path", ["", "edit/", "history/", "apartments/", "residencies/"])
    def test_strangers_and_residents_find_nothing(self, sign_in, name, path):
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 404
        assert b"Weidenweg" not in response.content

    def test_residents_have_no_desk(self, sign_in):
        assert sign_in("ana").get(LIST).status_code == 403

    def test_boris_does_not_see_quay_house(self, sign_in):
        client = sign_in("boris")
        assert b"Quay House" not in client.get(LIST).content
        assert client.get("/desk/harbour/quay-house/").status_code == 404

    def test_anonymous_people_are_sent_to_sign_in(self, sign_in):
        response = sign_in("nobody").get(WILLOW)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=")

    @pytest.mark.parametrize("word", ["apartments", "buildings", "imports", "people"])
    def test_words_of_the_desk_are_no_companies(self, sign_in, word):
        assert sign_in("boris").get(f"/desk/{word}/nothing-here/").status_code == 404


class TestFindingTheWay:
    @pytest.mark.parametrize(
        ("path", "entry"),
        [
            ("/desk/", "Today"),
            (LIST, "Buildings"),
            (WILLOW, "Buildings"),
            (WILLOW + "apartments/", "Buildings"),
            (WILLOW + "residencies/", "Buildings"),
            (WILLOW + "history/", "Buildings"),
            ("/desk/imports/", "Imports"),
        ],
    )
    def test_the_menu_marks_where_one_is(self, sign_in, path, entry):
        html = sign_in("boris").get(path).content.decode()
        menu = re.search(r'<nav class="side-nav".*?</nav>', html, re.S).group()
        current = re.findall(r'<a[^>]* aria-current="page"[^>]*>.*?</a>', menu, re.S)
        assert [re.sub(r"<.*?>", "", link, flags=re.S).strip() for link in current] == [entry]

    def test_an_apartment_lies_in_its_building(self, sign_in, world):
        path = f"/desk/apartments/{world.apartment('willow', '4B').uuid}/"
        shell = sign_in("boris").get(path).context["shell"]
        assert [item["label"] for item in shell["nav"] if item["is_current"]] == ["Buildings"]

    def test_today_leads_to_the_desk_of_each_building(self, sign_in):
        assert (
            f'<a href="{WILLOW}">Willow Court</a>'
            in sign_in("boris").get("/desk/").content.decode()
        )


class TestList:
    def test_is_narrowed_by_words(self, sign_in):
        page = sign_in("mara").get(LIST, {"q": "kai"}).content
        assert b"Quay House" in page
        assert b"Willow Court" not in page

    def test_is_narrowed_by_type(self, sign_in):
        page = sign_in("mara").get(LIST, {"type": "office"}).content
        assert b"No building fits" in page

    def test_survives_nonsense(self, sign_in):
        response = sign_in("mara").get(
            LIST, {"q": "\x00", "type": "castle", "sort": "-x", "page": "z"}
        )
        assert response.status_code == 200
        assert b"Willow Court" in response.content

    @pytest.mark.parametrize(("sort", "first"), [("name", "Quay"), ("-name", "Willow")])
    def test_is_sorted_by_its_headings(self, sign_in, sort, first):
        page = sign_in("mara").get(LIST, {"sort": sort}).context["list"].page
        assert page[0].name.startswith(first)

    def test_is_exported_as_it_is_filtered(self, sign_in):
        response = sign_in("mara").get(LIST + "export/", {"q": "willow"})
        assert [row[0] for row in rows(response)] == ["Building", "Willow Court"]
        assert rows(response)[1][8:] == [12, 11, 2]


class TestAdding:
    def test_an_owner_adds_a_building_with_its_site(self, sign_in):
        client = sign_in("mara")
        assert b"Add a building" in client.get(LIST).content
        assert client.get(LIST + "new/").status_code == 200
        response = client.post(LIST + "new/", FACTS, follow=True)
        assert response.redirect_chain == [("/desk/harbour/pine-row/", 302)]
        assert b"Pine Row has been added" in response.content
        assert client.get("/harbour/pine-row/").status_code == 200

    @pytest.mark.parametrize("name", ["boris", "fin", "ana", "dara"])
    def test_others_may_not(self, sign_in, name):
        client = sign_in(name)
        assert client.get(LIST + "new/").status_code == 403
        assert client.post(LIST + "new/", FACTS).status_code == 403

    def test_another_company_cannot_be_named(self, sign_in):
        response = sign_in("mara").post(LIST + "new/", {**FACTS, "company": "rival"})
        assert response.status_code == 422
        assert not Building.objects.filter(slug="pine-row").exists()

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("slug", "Pine Row", "Use lower-case letters"),
            ("time_zone", "Moon/Sea", "is not an IANA time zone"),
            ("currency", "XQX", "is not an ISO 4217 currency"),
            ("brand_hue", "400", "less than or equal to 359"),
            ("name", "", "This field is required"),
        ],
    )
    def test_bad_input_is_explained_and_kept(self, sign_in, field, value, message):
        response = sign_in("mara").post(LIST + "new/", {**FACTS, field: value})
        assert response.status_code == 422
        assert any(message in error for error in response.context["form"].errors[field])
        assert b"Kieferngasse 9" in response.content
        assert response.context["form"][field].value() == value

    def test_a_taken_address_is_explained_and_kept(self, sign_in):
        response = sign_in("mara").post(LIST + "new/", {**FACTS, "slug": "willow-court"})
        assert response.status_code == 422
        assert response.context["form"].errors == {
            "slug": ["Another building of this company has this address."]
        }
        assert b'value="Pine Row"' in response.content
        assert Building.objects.filter(slug="willow-court").count() == 1


class TestEditing:
    def test_a_manager_corrects_facts(self, sign_in, world):
        client = sign_in("boris")
        form = client.get(WILLOW + "edit/").context["form"]
        assert form["time_zone"].value() == "Europe/Berlin"
        response = client.post(WILLOW + "edit/", EDITED, follow=True)
        assert response.redirect_chain == [("/desk/harbour/pine-row/", 302)]
        willow = Building.objects.get(pk=world.willow.pk)
        assert (willow.name, willow.year_built, willow.brand_hue) == ("Pine Row", 1966, 120)

    @pytest.mark.parametrize("name", ["fin", "asta"])
    def test_finance_and_assistants_read_only(self, sign_in, name):
        client = sign_in(name)
        assert b"/edit/" not in client.get(WILLOW).content
        assert client.get(WILLOW + "edit/").status_code == 403
        assert client.post(WILLOW + "edit/", EDITED).status_code == 403

    def test_a_refused_change_keeps_what_was_typed_and_the_title(self, sign_in):
        response = sign_in("boris").post(
            WILLOW + "edit/", {**EDITED, "name": "Grove", "slug": "quay-house"}
        )
        assert response.status_code == 422
        assert b"Another building of this company has this address." in response.content
        assert response.context["form"]["name"].value() == "Grove"
        assert b"<h1>Edit Willow Court</h1>" in response.content

    def test_values_set_by_programs_stay_choosable(self, sign_in, world):
        change_building(actor=world.mara, building=world.willow, values={"country": "XX"})
        form = sign_in("boris").get(WILLOW + "edit/").context["form"]
        assert form["country"].value() == "XX"
        assert '<option value="XX" selected>' in str(form["country"])


class TestHistory:
    def test_says_who_changed_what_in_words(self, sign_in, world):
        change_building(
            actor=world.boris,
            building=world.willow,
            values={"building_type": "student", "year_built": None},
        )
        response = sign_in("fin").get(WILLOW + "history/")
        line = response.context["lines"][0]
        assert (line.who, line.what, line.about) == (
            "Boris Lang",
            "Building changed",
            "Willow Court",
        )
        assert {(c.label, c.before, c.after) for c in line.changes} == {
            ("Type", "Residential", "Student housing"),
            ("Year built", "1998", "–"),
        }

    def test_times_are_those_of_the_building(self, sign_in, world):
        line = sign_in("boris").get(WILLOW + "history/").context["lines"][0]
        assert str(line.at.tzinfo) == "Europe/Berlin"
        assert abs(line.at - dt.datetime.now(dt.UTC)) < dt.timedelta(days=1)

    def test_names_nothing_of_other_buildings(self, sign_in):
        page = sign_in("boris").get(WILLOW + "history/").content
        assert b"Iris" not in page
        assert b"Quay" not in page
