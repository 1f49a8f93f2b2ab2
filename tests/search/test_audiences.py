"""What only some residents may read, only they find: whole pages and parts of pages."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Locale, Page

from concierge.demo import cast
from portal.audiences import Audience
from portal.blocks import BodyBlock
from portal.models import InfoPage
from portal.operations.library import remember_files
from search.models import SearchEntry
from search.operations.indexing import index_page
from search.queries.pages import _Part, _walk
from tests.queue import drain

pytestmark = pytest.mark.django_db

TENANTS = Audience(kinds=frozenset({"tenant"}))
EVERYBODY_HERE = ["ana", "teo", "boris", "asta", "fin", "mara", "sol"]
STRANGERS = ["iris", "dara", "emil"]


@pytest.fixture
def ask(sign_in):
    def get(name, text):
        return sign_in(name).get("/api/v1/search", {"q": text}).json()

    return get


@pytest.fixture
def limited(world):
    """A part of the house rules that is for one audience, as the worker would have indexed it."""

    def make(text, *audiences, heading=None, fragment="part"):
        page = world.infos["willow"]
        whole = SearchEntry.objects.get(page=page, fragment="")
        from search.index import put_into_index
        from search.queries.pages import _stored

        stored, key = _stored(audiences, whole.building_id)
        entry = SearchEntry.objects.create(
            company_id=whole.company_id, building_id=whole.building_id,
            home_path=whole.home_path, page=page,
            fragment=fragment, kind="page", language="en", heading=heading or page.title,
            text=text, audience=stored, audience_key=key, indexed_at=whole.indexed_at,
        )  # fmt: skip
        put_into_index([entry])
        return entry

    return make


class TestAPart:
    def test_is_found_by_those_it_is_for_and_by_staff(self, ask, limited):
        limited("The deposit of subtenants", TENANTS)
        for name in EVERYBODY_HERE:
            answer = ask(name, "subtenants")
            expected = 0 if name == "ana" else 1
            assert answer["count"] == len(answer["items"]) == expected, name
            assert ("subtenants" in str(answer)) == bool(expected)

    @pytest.mark.parametrize("name", STRANGERS)
    def test_does_not_exist_for_others(self, ask, limited, name):
        limited("The deposit of subtenants", TENANTS)
        assert ask(name, "subtenants") == {"items": [], "count": 0}

    def test_is_one_hit_with_the_rest_of_its_page(self, ask, limited):
        limited("Weeping deposit", TENANTS)
        (hit,) = ask("teo", "weeping deposit")["items"]
        assert hit["heading"] == "Weeping house rules"
        assert ask("teo", "weeping house")["count"] == 1

    def test_needs_all_of_several_audiences(self, ask, limited):
        limited("Roof terrace", TENANTS, Audience(floors=frozenset({9})))
        limited("Cellar door", TENANTS, Audience(floors=frozenset({4})), fragment="other")
        assert ask("teo", "roof terrace")["count"] == 0
        assert ask("teo", "cellar door")["count"] == 1
        assert ask("boris", "roof terrace")["count"] == 1

    def test_says_nothing_in_suggestions_or_proposals(self, sign_in, limited):
        limited("x", TENANTS, heading="Subletting permit")
        for name, knows in (("ana", False), ("teo", True), ("iris", False), ("boris", True)):
            client = sign_in(name)
            suggested = client.get("/api/v1/search/suggestions", {"q": "sublet"}).json()
            assert bool(suggested["items"]) is knows, name
            proposed = client.get("/search/", {"q": "subleting permt"}).context["better"]
            assert bool(proposed) is knows, name

    def test_costs_no_query_more(self, sign_in, limited):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = sign_in("teo")
        limited("Deposit one", TENANTS)
        client.get("/search/", {"q": "deposit"})
        with CaptureQueriesContext(connection) as before:
            client.get("/search/", {"q": "deposit"})
        for number in range(8):
            audience = Audience(floors=frozenset({4, 10 + number}))
            limited(f"Deposit {number}", audience, fragment=f"f{number}")
        with CaptureQueriesContext(connection) as after:
            client.get("/search/", {"q": "deposit"})
        assert len(after) == len(before)


class TestAPublishedPart:
    """From the editor's stream to the reader's hit, with nothing set up by hand."""

    def test_of_a_page(self, ask, world):
        page = world.infos["willow"]
        only_for = {"kinds": ["tenant"]}
        inside = [("text", "<p>Sublet with consent.</p>")]
        page.body = [("text", "<p>Welcome.</p>"), ("audience", {"only_for": only_for,
                      "content": inside})]  # fmt: skip
        page.save_revision().publish()
        drain()
        for name in EVERYBODY_HERE:
            assert ask(name, "welcome house rules")["count"] == 1
            answer = ask(name, "consent")
            assert answer["count"] == (0 if name == "ana" else 1), name
        (hit,) = ask("teo", "consent")["items"]
        assert hit["snippet_html"] == "Sublet with <mark>consent</mark>."
        assert "Sublet" not in str(ask("ana", "welcome"))


class TestTheLibrary:
    """Minutes for owners, and a guide for everybody (tests/world.py)."""

    def test_a_document_is_one_hit_for_whom_it_is_for(self, ask):
        for name in ("ana", "boris"):
            (hit,) = ask(name, "weeping minutes")["items"]
            assert (hit["kind"], hit["heading"]) == ("document", "Weeping minutes")
            assert hit["page_url"].endswith("/minutes/")
        for name in ("teo", "iris", "dara"):
            assert ask(name, "weeping minutes")["count"] == 0

    def test_only_the_current_version_is_read(self, ask, world):
        guide = world.guides["willow"]
        old, new = sorted(guide.versions.all(), key=lambda version: version.document_date)
        for version, text in ((old, b"Turn the wheel"), (new, b"Press the button")):
            version.document.file = ContentFile(text, name=f"{version.pk}.txt")
            version.document.save()
        guide.save_revision().publish()
        drain()
        assert ask("teo", "press button")["items"][0]["heading"] == "Weeping heating guide"
        assert ask("teo", "turn wheel")["count"] == 0

    def test_a_limited_file_is_not_found_through_another_page(self, ask, world):
        document = world.minutes["willow"].versions.get().document
        page = world.infos["willow"]
        page.body = [("documents", {"title": "", "documents": [document]})]
        page.save_revision().publish()
        drain()
        assert ask("teo", "weeping minutes")["count"] == 0
        assert ask("ana", "weeping minutes")["count"] == 1

    def test_a_file_that_enters_the_library_leaves_other_pages_at_once(self, ask, world):
        document = world.documents["willow"]
        page = world.infos["willow"]
        page.body = [("documents", {"title": "", "documents": [document]})]
        page.save_revision().publish()
        drain()
        assert ask("teo", "kind")["count"] == 1
        remember_files(actor=cast.SYSTEM, page=world.minutes["willow"], document_ids=[document.pk])
        assert ask("teo", "kind")["count"] == 0
        index_page(page_id=page.pk)
        assert ask("teo", "kind")["count"] == 0

    def test_folders_are_not_found_as_residents_may_not_see_them(self, ask):
        assert ask("teo", "weeping meetings")["count"] == 0


class TestATranslation:
    @pytest.fixture
    def german(self, world):
        """The house rules in German, published."""
        page = world.infos["willow"]
        copy = page.copy_for_translation(Locale.objects.get(language_code="de"), copy_parents=True)
        copy.title = "Hausordnung"
        copy.body = [("text", "<p>Mülltrennung im Hof</p>")]
        copy.save_revision().publish()
        drain()
        return copy

    def test_is_found_in_its_words_and_leads_to_them(self, ask, german):
        (hit,) = ask("ana", "müll")["items"]
        assert hit["heading"] == "Hausordnung"
        assert hit["url"] == "/harbour/willow-court/house-rules/?language=de"

    def test_is_one_hit_with_its_original(self, ask, sign_in, world, german):
        page = world.infos["willow"]
        page.body = [("text", "<p>Hof</p>")]
        page.save_revision().publish()
        drain()
        (hit,) = ask("ana", "hof")["items"]
        assert hit["heading"] == "Weeping house rules"
        answer = sign_in("ana").get(
            "/api/v1/search", {"q": "hof"}, headers={"accept-language": "de"}
        )
        (hit,) = answer.json()["items"]
        assert hit["url"] == "/harbour/willow-court/house-rules/"
        assert hit["heading"] == "Hausordnung"

    def test_goes_with_its_original(self, ask, world, german):
        world.infos["willow"].unpublish()
        for name in ("ana", "boris"):
            assert ask(name, "müll")["count"] == 0
        drain()
        assert ask("boris", "müll")["count"] == 0

    def test_is_for_whom_the_original_is_for(self, ask, world, german, monkeypatch):
        monkeypatch.setattr(InfoPage, "reading_audience", TENANTS)
        world.infos["willow"].save_revision().publish()
        drain()
        assert ask("ana", "müll")["count"] == 0
        assert ask("teo", "müll")["count"] == 1


class TestAWholePage:
    def test_is_found_by_those_it_is_for(self, ask, world, monkeypatch):
        monkeypatch.setattr(InfoPage, "reading_audience", TENANTS)
        page = world.infos["willow"]
        page.body = [("documents", {"title": "", "documents": [world.documents["willow"]]})]
        page.save_revision().publish()
        drain()
        for name, text in (
            ("ana", "house rules"),
            ("ana", "kind"),
            ("iris", "house rules weeping"),
        ):
            assert ask(name, text)["count"] == 0, (name, text)
        for name in ("teo", "boris"):
            assert ask(name, "house rules weeping")["count"] >= 1
            assert ask(name, "kind")["count"] == 1

    def test_is_lost_at_once_by_those_it_is_no_longer_for(self, ask, world, monkeypatch):
        assert ask("ana", "house rules")["count"] == 1
        monkeypatch.setattr(InfoPage, "reading_audience", TENANTS)
        world.infos["willow"].save_revision().publish()
        assert ask("ana", "house rules")["count"] == 0


class TestTakingPagesApart:
    def parts(self, *values):
        block = BodyBlock()
        value = block.to_python(list(values))
        whole = _Part("", ())
        parts = [whole]
        _walk(block, value, whole, parts)
        return parts

    def part(self, only_for, text, number="1"):
        content = [{"type": "text", "value": f"<p>{text}</p>", "id": f"in{number}"}]
        value = {"only_for": only_for, "content": content}
        return {"type": "audience", "value": value, "id": f"block{number}"}

    def test_words_for_some_never_reach_the_public_part(self):
        public, some = self.parts(
            {"type": "text", "value": "<p>for all</p>", "id": "a"},
            self.part({"kinds": ["tenant"]}, "for tenants"),
        )
        assert public.texts == ["for all"]
        assert (some.key, some.texts, some.audiences) == ("block1", ["for tenants"], (TENANTS,))

    def test_a_part_for_nobody_in_particular_is_for_staff_alone(self):
        _public, some = self.parts(self.part({}, "forgotten"))
        assert not some.audiences[0].is_everybody
        assert some.audiences[0].kinds == {"nobody"}

    def test_a_document_in_a_part_belongs_to_the_part(self):
        link = '<a linktype="document" id="7">x</a>'
        public, some = self.parts(self.part({"kinds": ["tenant"]}, link))
        assert (public.document_ids, some.document_ids) == ([], [7])


def test_indexing_twice_changes_nothing(world):
    page = Page.objects.get(pk=world.infos["willow"].pk)
    entries = SearchEntry.objects.filter(page=page).values_list("pk", "heading", "text")
    entries = SearchEntry.objects.filter(page=page).values_list("pk", "heading", "text")
    before = list(entries)
    index_page(page_id=page.pk)
    index_page(page_id=page.pk)
    assert list(entries.all()) == before
