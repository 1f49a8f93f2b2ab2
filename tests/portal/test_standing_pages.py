"""Pages that stay: sections, questions, photos, committee, house rules, contacts; and the menu."""

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from foundation import clock
from portal.models import (
    CommitteePage,
    ContactsPage,
    FAQPage,
    GalleryPage,
    HouseRulesPage,
    InfoPage,
)
from portal.models.icons import ICONS
from portal.operations.pages import publish_page
from portal.queries.readers import reader_in
from portal.queries.sections import Card

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"


def today() -> dt.date:
    return clock.today("Europe/Berlin")


@pytest.fixture
def publish(world: Any) -> Any:
    """Boris publishes a page below Willow Court's home, or below another page."""

    def make(page: Any, parent: Any = None) -> Any:
        return publish_page(actor=world.boris, parent=parent or world.homes["willow"], page=page)

    return make


@pytest.fixture
def read(sign_in: Any) -> Any:
    """`read("questions/")`: the page as Ana gets it."""

    def get(path: str = "", name: str = "ana") -> str:
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 200, path
        html: str = response.content.decode()
        assert "<c-" not in html
        return html

    return get


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


class TestQuestions:
    def page(self, publish: Any) -> Any:
        groups = [
            ("Keys", [("Who has the spare key?", "<p>The front desk.</p>")]),
            ("Post", [("Who takes parcels?", "<p>The porter.</p>"),
                      ("Until when?", "<p>Ten in the evening.</p>")]),
        ]  # fmt: skip
        value = [
            {
                "type": "group",
                "value": {
                    "title": title,
                    "questions": [{"question": q, "answer": a} for q, a in questions],
                },
            }
            for title, questions in groups
        ]
        return publish(FAQPage(title="Questions", slug="questions", questions=value))

    def test_stand_in_groups_one_can_jump_to(self, publish: Any, read: Any) -> None:
        self.page(publish)
        html = read("questions/")
        assert html.count('<details class="disclosure">') == 3
        assert 'href="#group-2">Post<' in html
        assert '<h2 id="group-2">Post</h2>' in html

    def test_each_answer_has_an_address(self, publish: Any, read: Any) -> None:
        self.page(publish)
        html = read("questions/")
        targets = set(re.findall(r'href="#(q-[^"]+)"', html))
        assert len(targets) == 3
        assert all(f'id="{target}"' in html for target in targets)

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("PARCELS", ["Who takes parcels?"]),
            ("ten", ["Until when?"]),
            ("who the", ["Who has the spare key?", "Who takes parcels?"]),
            ("lawnmower", []),
            ("<script>", []),
            ("p", ["Who has the spare key?", "Who takes parcels?"]),
        ],
    )
    def test_are_searched_by_words_in_question_and_answer(
        self, publish: Any, sign_in: Any, words: str, found: list[str]
    ) -> None:
        self.page(publish)
        response = sign_in("ana").get(WILLOW + "questions/", {"q": words})
        html = response.content.decode()
        assert re.findall(r"<summary>([^<]+)</summary>", main_of(html)) == found
        assert html.count('disclosure" open') == len(found)
        assert ("Nothing found" in html) is (not found)
        assert "<script>" not in main_of(html)

    def test_null_characters_find_nothing_special(self, publish: Any, sign_in: Any) -> None:
        self.page(publish)
        assert sign_in("ana").get(WILLOW + "questions/?q=%00").status_code == 200


class TestHouseRules:
    def test_are_numbered_and_say_which_version_holds(self, publish: Any, read: Any) -> None:
        publish(
            HouseRulesPage(
                title="Our rules",
                slug="our-rules",
                version="3",
                valid_from=dt.date(2026, 3, 1),
                what_changed="Grills.\n\nDogs.",
                rules=[
                    {"type": "section", "value": {"title": "Quiet", "rules": ["<p>Ten.</p>"]}},
                    {
                        "type": "section",
                        "value": {"title": "Stairs", "rules": ["<p>Free.</p>", "<p>Clean.</p>"]},
                    },
                ],
            )
        )
        html = read("our-rules/")
        assert "Version 3" in html
        assert "Valid from 1 March 2026" in html
        assert "<p>Grills.</p>" in html
        assert re.findall(r'id="(rule-[^"]+)"', html) == ["rule-1-1", "rule-2-1", "rule-2-2"]
        assert re.search(r'href="#rule-2-2">.*?2\.2</a>', html)


class TestPhotos:
    def picture(self, world: Any, caption: str = "A wall") -> dict[str, Any]:
        image = {"image": world.images["willow"].pk, "alt_text": "Wall", "decorative": False}
        return {"type": "picture", "value": {"image": image, "caption": caption}}

    def test_albums_stand_newest_first(self, publish: Any, read: Any, world: Any) -> None:
        shelf = publish(GalleryPage(title="Photos", slug="photos"))
        for title, date in (
            ("Older", dt.date(2025, 5, 1)),
            ("Undated", None),
            ("Newer", dt.date(2026, 5, 1)),
        ):
            page = GalleryPage(title=title, slug=title.lower(), date=date)
            page.pictures = [self.picture(world)]
            publish(page, shelf)
        html = main_of(read("photos/"))
        assert re.findall(r"photos/(\w+)/", html) == ["newer", "older", "undated"]
        album = main_of(read("photos/newer/"))
        assert "A wall</figcaption>" in album
        assert f'href="{WILLOW}photos/"' in album  # the way up

    def test_an_empty_gallery_says_so(self, publish: Any, read: Any) -> None:
        publish(GalleryPage(title="Photos", slug="photos"))
        assert "No photos yet" in read("photos/")

    def test_many_photos_cost_no_more_queries(
        self, publish: Any, sign_in: Any, world: Any, django_assert_max_num_queries: Any
    ) -> None:
        client = sign_in("ana")
        for count, slug in ((2, "few"), (30, "many")):
            page = GalleryPage(title=slug, slug=slug, pictures=[self.picture(world)] * count)
            publish(page)
            client.get(f"{WILLOW}{slug}/")
        with django_assert_max_num_queries(30):
            assert client.get(f"{WILLOW}many/").content.count(b"<figure>") == 30


class TestCommittee:
    def member(self, name: str, start: int | None, end: int | None) -> dict[str, Any]:
        def day(distance: int | None) -> str | None:
            return None if distance is None else str(today() + dt.timedelta(days=distance))

        value = {"name": name, "role": "Chair", "photo": None, "phone": "", "email": "",
                 "note": "", "start_date": day(start), "end_date": day(end)}  # fmt: skip
        return {"type": "member", "value": value}

    def test_members_stand_by_their_term(self, publish: Any) -> None:
        page = publish(
            CommitteePage(
                title="Committee",
                slug="committee",
                members=[
                    self.member("Last day today", -400, 0),
                    self.member("Since today", 0, None),
                    self.member("Always", None, None),
                    self.member("Until yesterday", -400, -1),
                    self.member("From tomorrow", 1, None),
                ],
            )
        )
        terms = page.members_by_term()
        assert [m["name"] for m in terms.now] == ["Last day today", "Since today", "Always"]
        assert [m["name"] for m in terms.before] == ["Until yesterday"]
        assert [m["name"] for m in terms.coming] == ["From tomorrow"]

    def test_minutes_are_for_the_house_only(
        self, publish: Any, read: Any, sign_in: Any, world: Any
    ) -> None:
        document = world.documents["willow"]
        publish(
            CommitteePage(
                title="Committee",
                slug="committee",
                members=[self.member("Hilde", -400, -1)],
                minutes=[
                    {
                        "type": "minutes",
                        "value": {"date": date, "document": document.pk, "note": note},
                    }
                    for date, note in (("2026-01-05", "Budget"), ("2026-06-05", "Windows"))
                ],
            )
        )  # fmt: skip
        html = main_of(read("committee/"))
        assert html.index("Windows") < html.index("Budget")
        assert document.url in html
        assert "Former members" in html
        assert sign_in("iris").get(document.url).status_code == 404

    def test_terms_cannot_run_backwards(self) -> None:
        block = CommitteePage._meta.get_field("members").stream_block
        with pytest.raises(Exception, match="Validation") as error:
            block.clean(block.to_python([self.member("Hilde", 0, -1)]))
        assert "before the first" in str(error.value.as_json_data())


class TestSections:
    def test_show_the_pages_below_as_cards(self, publish: Any, read: Any) -> None:
        section = publish(InfoPage(title="Living here", slug="living"))
        publish(
            InfoPage(title="Laundry", slug="laundry", summary="Machines", icon="washing-machine"),
            section,
        )
        hidden = publish(InfoPage(title="Unfinished", slug="unfinished"), section)
        hidden.refresh_from_db()
        hidden.unpublish()
        html = main_of(read("living/"))
        assert f'href="{WILLOW}living/laundry/"' in html
        assert "Machines" in html
        assert "Unfinished" not in html

    def test_pages_say_until_when_they_hold(self, publish: Any, read: Any) -> None:
        publish(InfoPage(title="Works", slug="works", valid_until=today()))
        publish(InfoPage(title="Old", slug="old", valid_until=today() - dt.timedelta(days=1)))
        assert "Valid until" in read("works/")
        assert "Was valid until" in read("old/")

    def test_editors_see_in_the_list_what_is_due(
        self, publish: Any, sign_in: Any, world: Any
    ) -> None:
        publish(InfoPage(title="Works", slug="works", review_by=dt.date(2031, 7, 19)))
        publish(InfoPage(title="Old", slug="old", review_by=dt.date(2020, 7, 19)))
        address = f"/cms/pages/{world.homes['willow'].pk}/"
        html = sign_in("boris").get(address).content.decode()
        assert "Review by" in html
        assert "2031" in html
        assert re.search(r"due since [^<]*2020", html)

    def test_readers_do_not_see_when_a_page_is_due(self, publish: Any, read: Any) -> None:
        publish(InfoPage(title="Works", slug="works", review_by=dt.date(2031, 7, 19)))
        assert "2031" not in read("works/")


class TestContacts:
    def test_emergency_numbers_come_first(self, read: Any, world: Any) -> None:
        page = ContactsPage.objects.descendant_of(world.homes["willow"]).get()
        page.body = [
            ("contact", {"name": "Juno Park", "phone": "112", "email": "", "role": "", "note": ""}),
            ("heading", "Offices"),
            ("emergency_numbers", {"title": "Fire!", "numbers": [{"label": "F", "phone": "112"}]}),
        ]
        page.save_revision().publish()
        html = main_of(read("contacts/"))
        assert html.index("Fire!") < html.index("Juno Park") < html.index("Offices")
        assert "Fire!" in main_of(read())


class TestTheMenu:
    def mark(self, page: Any, marked: bool = True) -> None:
        page.show_in_menus = marked
        page.save()

    def labels(self, html: str) -> list[str]:
        nav = html[html.index('<nav class="main-nav"') :]
        nav = nav[: nav.index("</nav>")]
        return [label.strip() for label in re.findall(r"</svg><span[^>]*>([^<]+)</span></a>", nav)]

    def test_shows_home_my_apartment_and_what_is_marked(
        self, read: Any, world: Any, publish: Any
    ) -> None:
        publish(InfoPage(title="Unmarked", slug="unmarked"))
        expected = ["Home", "My apartment", "Announcements", "Contacts", "Documents", "Events"]
        assert self.labels(read()) == expected
        self.mark(InfoPage.objects.get(pk=world.infos["willow"].pk))
        assert self.labels(read()) == [*expected, "Weeping house rules"]

    def test_staff_who_live_elsewhere_have_no_apartment_here(self, read: Any) -> None:
        assert "My apartment" not in self.labels(read(name="boris"))

    def test_of_more_than_five_the_rest_stands_behind_more(self, read: Any, publish: Any) -> None:
        for number in range(3):
            publish(InfoPage(title=f"P{number}", slug=f"p{number}", show_in_menus=True))
        html = read()
        bar = html[html.index('<nav class="tab-bar"') :]
        bar = bar[: bar.index("</nav>")]
        assert bar.index("My apartment") < bar.index("<details") < bar.index("P0")
        assert self.labels(html)[-3:] == ["P0", "P1", "P2"]

    def test_icons_are_the_editors_or_the_kinds(self, world: Any, publish: Any) -> None:
        from portal.queries.menus import menu_of

        publish(FAQPage(title="Q", slug="q", show_in_menus=True))
        publish(InfoPage(title="Bikes", slug="bikes", icon="bike", show_in_menus=True))
        icons = {
            card.title: card.icon
            for card in menu_of(reader_in(world.ana, world.willow), world.homes["willow"])
        }
        assert icons["Q"] == "circle-question-mark"
        assert icons["Bikes"] == "bike"
        assert icons["Announcements"] == "megaphone"

    def test_costs_one_query_whatever_is_in_it(
        self, world: Any, publish: Any, django_assert_num_queries: Any
    ) -> None:
        from portal.queries.menus import menu_of

        for number, kind in enumerate((FAQPage, InfoPage, GalleryPage, CommitteePage)):
            publish(kind(title=f"P{number}", slug=f"p{number}", show_in_menus=True))
        home = world.homes["willow"]
        reader = reader_in(world.ana, world.willow)
        menu_of(reader, home)
        home = type(home).objects.select_related("building__company").get(pk=home.pk)
        # What is below is read once; the home page lists the same pages.
        with django_assert_num_queries(1):
            assert len(menu_of(reader, home)) == 8


def test_every_icon_exists() -> None:
    cards = [Card(title="T", url="/", summary="", icon=name) for name, _ in ICONS]
    html = render_to_string("portal/_section_cards.html", {"cards": cards})
    assert html.count("<svg") == len(ICONS)


class TestTheArchive:
    """World: one announcement of today. These tests add older ones."""

    @pytest.fixture
    def old(self, world: Any, publish: Any) -> Any:
        from portal.models import AnnouncementPage

        index = world.announcements["willow"].get_parent()

        def make(title: str, at: dt.datetime, **values: Any) -> Any:
            slug = title.lower().replace(" ", "-")
            page = AnnouncementPage(
                title=title, slug=slug, summary="s", first_published_at=at, **values
            )
            return publish(page, index)

        return make

    def titles(self, html: str) -> list[str]:
        return re.findall(r'announcements/([\w-]+)/"', main_of(html))

    def test_narrows_by_year_month_and_urgency(self, old: Any, read: Any) -> None:
        utc = dt.UTC
        old("May one", dt.datetime(2024, 5, 3, tzinfo=utc))
        old("May two", dt.datetime(2024, 5, 20, tzinfo=utc), urgency="emergency")
        old("June", dt.datetime(2024, 6, 1, tzinfo=utc))
        old("Earlier", dt.datetime(2023, 5, 3, tzinfo=utc))
        page = "announcements/"
        assert self.titles(read(page + "?period=2024")) == ["june", "may-two", "may-one"]
        assert self.titles(read(page + "?period=2024-05")) == ["may-two", "may-one"]
        assert self.titles(read(page + "?period=2024-05&urgency=emergency")) == ["may-two"]
        assert self.titles(read(page + "?urgency=important")) == []
        assert "Nothing announced like that" in read(page + "?urgency=important")

    def test_a_month_is_the_month_on_the_wall(self, old: Any, read: Any) -> None:
        """An hour before midnight in London is already the next year in Berlin."""
        old("New year", dt.datetime(2023, 12, 31, 23, 30, tzinfo=dt.UTC))
        html = read("announcements/?period=2024-01")
        assert self.titles(html) == ["new-year"]
        assert "January 2024 (1)" in html
        assert "1 January 2024</time>" in html

    @pytest.mark.parametrize(
        "query", ["period=1066", "period=2024-13", "period=x", "urgency=x", "period=%00", "page=x"]
    )
    def test_nonsense_narrows_nothing(self, old: Any, read: Any, query: str) -> None:
        old("May one", dt.datetime(2024, 5, 3, tzinfo=dt.UTC))
        found = self.titles(read(f"announcements/?{query}"))
        assert found == ["lift-inspection", "may-one"]

    def test_what_is_no_news_any_more_leaves_the_home_page_and_stays_here(
        self, old: Any, read: Any
    ) -> None:
        now = clock.now()
        old("Still today", now, valid_until=today())
        old("Over", now, valid_until=today() - dt.timedelta(days=1))
        home = self.titles(read())
        assert "still-today" in home
        assert "over" not in home
        html = read("announcements/")
        assert {"still-today", "over"} <= set(self.titles(html))
        assert main_of(html).count("Archive</span>") == 1
        assert "Archive" in read("announcements/over/")

    def test_pages_keep_the_filter(self, old: Any, read: Any) -> None:
        for number in range(21):
            old(f"May {number}", dt.datetime(2024, 5, 3, number, tzinfo=dt.UTC))
        html = read("announcements/?period=2024-05")
        assert len(self.titles(html)) == 20
        assert "?period=2024-05&amp;page=2" in html
        assert self.titles(read("announcements/?period=2024-05&page=2")) == ["may-0"]
