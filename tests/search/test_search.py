"""What is found, how it is narrowed down, and what is proposed instead."""

import datetime as dt
from html import unescape

import pytest

from portal.models import AnnouncementPage
from search.models import SearchEntry
from tests.queue import drain
from tests.search.conftest import headings

pytestmark = pytest.mark.django_db


class TestWhatIsFound:
    def test_words_in_titles_summaries_and_bodies(self, ask):
        assert headings(ask("ana", "lift inspection")) == ["Weeping lift inspection"]
        assert headings(ask("ana", "body text")) == ["Weeping lift inspection"]
        assert "Weeping house rules" in headings(ask("ana", "weeping rules"))

    def test_all_words_must_be_there_and_no_unwanted_one(self, ask):
        assert ask("ana", "lift rules")["count"] == 0
        answer = ask("ana", "weeping -lift -minutes -guide -party")
        assert headings(answer) == ["Weeping house rules"]
        assert ask("ana", 'weeping -"house rules" -lift -minutes -guide -party')["count"] == 0
        assert ask("ana", "-weeping")["count"] == 0

    def test_phrases_want_the_words_side_by_side(self, ask, publish):
        publish("Notice", body=[("text", "<p>water pump and heating pump</p>")])
        assert ask("ana", '"heating pump"')["count"] == 1
        assert ask("ana", '"water heating"')["count"] == 0
        assert ask("ana", "water heating")["count"] == 1

    def test_other_forms_of_a_word(self, ask):
        for text in ("lifts", "inspections", "LIFT", "inspect", "inspéction"):
            assert headings(ask("ana", text)) == ["Weeping lift inspection"], text

    def test_the_title_counts_most(self, ask, publish):
        publish("Boiler", body=[("text", "<p>Turn it on.</p>")])
        publish("Cellar", body=[("text", "<p>The boiler stands in the cellar. Boiler!</p>")])
        assert headings(ask("ana", "boiler")) == ["Boiler", "Cellar"]

    def test_contacts_by_their_e_mail_address(self, ask, world):
        contacts = world.homes["willow"].get_children().get(slug="contacts").specific
        contacts.body = [("contact", {"name": "Juno Park", "email": "juno@harbour.example"})]
        contacts.save_revision(user=world.sol).publish(user=world.sol)
        drain()
        answer = ask("ana", "juno@harbour.example")
        assert answer["items"][0]["kind"] == "contact"

    def test_what_a_block_looks_like_is_not_what_the_page_says(self, ask, publish):
        publish("Tip", body=[("callout", {"tone": "info", "title": "", "text": "<p>Hello</p>"})])
        assert "Tip" not in headings(ask("ana", "good know"))

    @pytest.mark.parametrize(
        ("asked", "title", "text"),
        [
            ("Müll", "Mülltrennung", "Die gelbe Tonne"),
            ("mull", "Mülltrennung", "Die gelbe Tonne"),
            ("Muell", "Mülltrennung", "Die gelbe Tonne"),
            ("strassen", "Anfahrt", "Über die Straße"),
            ("resume", "Compte rendu", "Le résumé de la réunion"),
            ("RÉSUMÉ", "Compte rendu", "Le resume de la réunion"),
            ("ascenseurs", "Entretien", "l'ascenseur est arrêté"),
            ("limpieza", "Limpieza", "del portal"),
            ("manutencao", "Aviso", "Manutenção do elevador"),
            ("الصيانة", "صِيَانة المصعد", "يوم الخميس"),
            ("صيانة", "إعلان", "موعد الصيانة يوم الخميس"),
            ("المصاعد", "إعلان", "فحص مصاعد المبنى"),
            ("احمد", "إعلان", "من أحمد"),
        ],
    )
    def test_six_languages_however_they_are_typed(self, ask, publish, asked, title, text):
        publish(title, body=[("text", f"<p>{text}</p>")])
        answer = ask("ana", asked)
        assert headings(answer) == [title]
        assert "<mark>" in answer["items"][0]["heading_html"] + answer["items"][0]["snippet_html"]

    def test_an_arabic_question_on_the_page(self, sign_in, publish):
        publish("صيانة المصعد", body=[("text", "<p>تبدأ الصيانة غدا</p>")])
        page = sign_in("ana").get("/search/", {"q": "الصيانة"}).content.decode()
        assert "<mark>صيانة</mark> المصعد" in page
        assert 'dir="auto"' in page


class TestNarrowing:
    def test_by_kind_with_counts_of_all_kinds(self, ask, sign_in):
        assert {item["kind"] for item in ask("ana", "weeping")["items"]} == {
            "page", "announcement", "document", "event",
        }  # fmt: skip
        only = ask("ana", "weeping", kind="announcement")
        assert headings(only) == ["Weeping lift inspection"]
        page = sign_in("ana").get("/search/", {"q": "weeping", "kind": "announcement"})
        assert page.context["found"].count == 1
        assert page.context["found"].kinds == {
            "announcement": 1, "page": 1, "document": 2, "event": 1,
        }  # fmt: skip

    def test_by_building(self, ask, sign_in):
        assert ask("mara", "lift inspection")["count"] == 2
        only = ask("mara", "lift inspection", building="harbour/quay-house")
        assert headings(only) == ["Quayside lift inspection"]
        page = sign_in("mara").get(
            "/search/", {"q": "lift inspection", "building": "harbour/quay-house"}
        )
        assert "Quayside" in page.content.decode()
        assert "Weeping" not in page.content.decode()

    def test_by_day_on_the_buildings_own_clock(self, sign_in, world):
        published = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)  # half past midnight there
        page = world.announcements["willow"]
        AnnouncementPage.objects.filter(pk=page.pk).update(first_published_at=published)
        SearchEntry.objects.filter(page_id=page.pk).update(published_at=published)

        def found(**span):
            question = {"q": "lift inspection", **span}
            return sign_in("ana").get("/search/", question).context["found"].count

        assert found(since="2026-04-01", until="2026-04-01") == 1
        assert found(until="2026-03-31") == 0
        assert found(since="2026-04-02") == 0

    def test_by_language(self, ask):
        assert ask("ana", "lift", language="en")["count"] == 1
        assert ask("ana", "lift", language="ar")["count"] == 0

    @pytest.mark.parametrize(
        "bad",
        [{"since": "yesterday"}, {"since": "2026-02-31"}, {"building": "rival/elm-gardens"},
         {"building": "\x00"}, {"kind": "secret"}, {"page": "999"}, {"page": "x"}, {"kind": "\x00"},
         {"until": "9999-12-31"}, {"since": "0001-01-01"}],
    )  # fmt: skip
    def test_nonsense_narrows_nothing(self, sign_in, bad):
        for name in ("ana", "mara"):
            response = sign_in(name).get("/search/", {"q": "lift inspection", **bad})
            assert response.status_code == 200
            assert "Elmwood" not in response.content.decode()

    def test_pages_of_ten(self, ask, publish, sign_in):
        for number in range(12):
            publish(f"Zebra {number}")
        client = sign_in("ana")
        first = client.get("/search/", {"q": "zebra"}).content.decode()
        second = client.get("/search/", {"q": "zebra", "page": 2}).content.decode()
        assert first.count('class="hit"') == 10
        assert second.count('class="hit"') == 2
        assert "12 results" in first
        assert "11–12 of 12" in second
        assert len(ask("ana", "zebra", limit=5, offset=10)["items"]) == 2
        assert ask("ana", "zebra", limit=5, offset=10)["count"] == 12


class TestOddInput:
    @pytest.mark.parametrize(
        "text",
        ["", " ", "\x00", "a\x00b", "'; drop table", '%_*"', '"', '""', "-", "- -x", "NEAR(a b)",
         "a AND OR NOT b", "lift*", "title:lift", "{lift}", "^lift", "(((", "the", "of the", "😀",
         "x" * 5000, "\\", "a' OR 'b", ":*", "!lift", "<->", "lift & !x | (y)", "\ud800", "ـ"],
    )  # fmt: skip
    def test_is_never_an_error(self, sign_in, text):
        client = sign_in("ana")
        assert client.get("/search/", {"q": text.encode("utf-8", "replace")}).status_code == 200
        for address in ("/api/v1/search", "/api/v1/search/suggestions"):
            response = client.get(address, {"q": text.encode("utf-8", "replace")})
            assert response.status_code in (200, 422)

    def test_what_was_asked_is_shown_escaped(self, sign_in):
        page = sign_in("ana").get("/search/", {"q": "<b>lift</b>&amp;"}).content.decode()
        assert "<b>lift" not in page
        assert "&lt;b&gt;lift&lt;/b&gt;&amp;amp;" in page
        assert "&amp;lt;" not in page

    def test_is_for_signed_in_people(self, sign_in):
        assert sign_in("nobody").get("/search/", {"q": "lift"}).status_code == 302
        assert sign_in("nobody").get("/api/v1/search", {"q": "lift"}).status_code == 401

    def test_answers_are_kept_by_nobody(self, sign_in):
        assert sign_in("ana").get("/search/")["Cache-Control"] == "private, no-store"


class TestSuggestions:
    def suggest(self, client, text):
        return client.get("/api/v1/search/suggestions", {"q": text}).json()["items"]

    def test_begin_like_the_words_typed(self, sign_in):
        client = sign_in("ana")
        assert [i["heading"] for i in self.suggest(client, "lift ins")] == [
            "Weeping lift inspection"
        ]
        assert self.suggest(client, "ins lift") == []
        assert self.suggest(client, "") == []

    def test_lead_to_the_page(self, sign_in):
        (item,) = self.suggest(sign_in("ana"), "lift")
        assert item["url"] == "/harbour/willow-court/announcements/lift-inspection/"
        assert item["kind"] == "announcement"

    def test_name_each_heading_once(self, sign_in, publish):
        publish("Laundry room")
        publish("Laundry room")
        assert len(self.suggest(sign_in("ana"), "laun")) == 1

    def test_every_search_box_asks_for_them(self, sign_in):
        page = sign_in("ana").get("/harbour/willow-court/").content.decode()
        assert 'data-suggest="/api/v1/search/suggestions"' in page
        assert '<datalist id="search-suggestions">' in page


class TestBetterSpelling:
    def proposal(self, client, text):
        return client.get("/search/", {"q": text}).context["better"]

    def test_is_proposed_when_nothing_was_found(self, sign_in):
        client = sign_in("ana")
        assert self.proposal(client, "lfit inspektion") == "lift inspection"
        assert "Search for “lift inspection” instead" in unescape(
            client.get("/search/", {"q": "lfit inspektion"}).content.decode()
        )

    def test_is_not_proposed_when_it_would_find_nothing_either(self, sign_in):
        assert self.proposal(sign_in("ana"), "xylophone") == ""
        assert self.proposal(sign_in("ana"), "lfit xylophone") == ""

    @pytest.mark.parametrize("name", ["iris", "dara", "emil"])
    def test_never_proposes_words_of_others(self, sign_in, name):
        assert self.proposal(sign_in(name), "Weepng") == ""
