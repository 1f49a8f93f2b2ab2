"""Pages are made once for many readers, and nobody ever gets a page that is not theirs.

Cold is the first request after something changed, warm the next. The page cache is the database's,
as in an installation without Redis.
"""

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from buildings.properties.models import Building
from foundation import clock
from portal.models import InfoPage
from portal.operations.pages import publish_page
from portal.views.kept import store
from tests.portal.pump import ADDRESS, OWNERS, TENANTS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WILLOW = "/harbour/willow-court/"
PAGES = ["", "announcements/", "announcements/lift-inspection/", "house-rules/", "contacts/"]
#: Each kind of reader: owner, tenant, staff who write and who do not, the platform's own.
INSIDERS = ["ana", "teo", "boris", "fin", "sol"]
OUTSIDERS = ["iris", "dara"]


def forget() -> None:
    store.clear()


def made_anew(client: Any, address: str, **headers: Any) -> bool:
    """Whether answering took a template, that is, whether the page was not kept."""
    return bool(client.get(address, **headers).templates)


def body(response: Any) -> bytes:
    """The page without what must differ between two requests of the same person."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


class TestWarmEqualsCold:
    @pytest.mark.parametrize("path", PAGES)
    def test_for_everybody_whoever_asked_before(self, path: str, sign_in: Any) -> None:
        """Whoever fills the cache, and whoever asks next: the second gets what they get alone."""
        people = {name: sign_in(name) for name in [*INSIDERS, *OUTSIDERS]}
        alone = {}
        for name, client in people.items():
            forget()
            response = client.get(WILLOW + path)
            alone[name] = (response.status_code, body(response))
        for first, second in itertools.product(INSIDERS, people):
            forget()
            people[first].get(WILLOW + path)
            response = people[second].get(WILLOW + path)
            assert (response.status_code, body(response)) == alone[second], (first, second)

    @pytest.mark.parametrize("path", PAGES)
    def test_the_second_request_is_not_made_anew(self, path: str, sign_in: Any) -> None:
        assert made_anew(sign_in("ana"), WILLOW + path)
        assert not made_anew(sign_in("ana"), WILLOW + path)
        assert not made_anew(sign_in("teo"), WILLOW + path)

    def test_names_are_each_reader_s_own(self, sign_in: Any) -> None:
        for name, full_name in (("ana", "Ana Almeida"), ("teo", "Teo Brandt")):
            for _ in range(2):
                html = sign_in(name).get(WILLOW).content.decode()
                others = {"Ana Almeida", "Teo Brandt"} - {full_name}
                assert full_name in html
                assert f", {full_name.split()[0]}" in html
                assert not any(other in html for other in others)

    def test_a_name_is_escaped(self, world: Any, sign_in: Any) -> None:
        world.ana.first_name = "<script>alert(1)</script>"
        world.ana.save()
        for _ in range(2):
            html = sign_in("ana").get(WILLOW).content.decode()
            assert "<script>alert(1)" not in html
            assert "&lt;script&gt;alert(1)" in html


class TestParts:
    @pytest.mark.parametrize("order", list(itertools.permutations(["ana", "teo", "boris", "fin"])))
    def test_owner_tenant_and_staff_in_any_order(self, order, pump, sign_in) -> None:
        """Cold for the first, warm for the later ones of the same kind."""
        for name in [*order, *order]:
            html = sign_in(name).get(ADDRESS).content.decode()
            assert (OWNERS in html) == (name != "teo"), name
            assert (TENANTS in html) == (name != "ana"), name
            assert ("Only for" in html) == (name in ("boris", "fin")), name

    def test_parts_are_kept_for_each_kind_of_reader(self, pump, sign_in) -> None:
        for name in ("ana", "teo", "fin"):
            assert made_anew(sign_in(name), ADDRESS)
            assert not made_anew(sign_in(name), ADDRESS)

    def test_a_neighbour_for_whom_the_same_is_meant_shares(
        self,
        world,
        pump,
        sign_in,
    ) -> None:
        from tests.portal.test_kept_access import settle_somebody

        noor = settle_somebody(world, "3A", "owner")
        sign_in("ana").get(ADDRESS)
        noor_reads = noor.get(ADDRESS)
        assert not noor_reads.templates
        assert OWNERS in noor_reads.content.decode()

    def test_seeing_as_somebody_else_is_never_kept(self, pump, sign_in) -> None:
        boris, ana = sign_in("boris"), sign_in("ana")
        assert made_anew(boris, ADDRESS + "?as=4B:tenant")
        assert TENANTS not in ana.get(ADDRESS).content.decode()
        assert "You see this page as" not in boris.get(ADDRESS).content.decode()

    def test_a_preview_is_never_kept(self, pump, sign_in) -> None:
        boris = sign_in("boris")
        draft = Page.objects.get(pk=pump.pk).specific
        draft.body = [("text", "<p>Only a draft</p>")]
        draft.save_revision()
        for mode in ("", "4B:owner"):
            answer = boris.get(f"/cms/pages/{pump.pk}/view_draft/", {"mode": mode})
            assert "Only a draft" in answer.content.decode()
        for name in ("boris", "ana"):
            assert "Only a draft" not in sign_in(name).get(ADDRESS).content.decode()


class TestChanges:
    def read(self, sign_in: Any, path: str = "") -> str:
        return str(sign_in("ana").get(WILLOW + path).content.decode())

    def test_a_published_page_is_read_at_once(self, world: Any, sign_in: Any) -> None:
        self.read(sign_in), self.read(sign_in, "announcements/")
        page = world.announcements["willow"]
        page.title = "The lift is fine"
        page.save_revision().publish()
        assert "The lift is fine" in self.read(sign_in)
        assert "The lift is fine" in self.read(sign_in, "announcements/")

    def test_an_unpublished_page_is_gone_at_once(self, world: Any, sign_in: Any) -> None:
        path = "announcements/lift-inspection/"
        assert "Weeping body text" in self.read(sign_in, path)
        world.announcements["willow"].unpublish()
        assert sign_in("ana").get(WILLOW + path).status_code == 404
        assert "Weeping lift" not in self.read(sign_in, "announcements/")

    def test_a_deleted_page_is_gone_at_once(self, world: Any, sign_in: Any) -> None:
        self.read(sign_in, "house-rules/")
        world.infos["willow"].delete()
        assert sign_in("ana").get(WILLOW + "house-rules/").status_code == 404

    def test_a_moved_page_changes_both_places(self, world: Any, sign_in: Any) -> None:
        other = publish_page(
            actor=world.boris,
            parent=world.homes["willow"],
            page=InfoPage(title="Cellar", slug="cellar", summary="Below"),
        )
        self.read(sign_in, "cellar/")
        other.move(world.infos["willow"], pos="last-child")
        assert sign_in("ana").get(WILLOW + "cellar/").status_code == 404
        assert "Cellar" in self.read(sign_in, "house-rules/cellar/")

    def test_a_draft_changes_nothing(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        client.get(WILLOW + "house-rules/")
        page = Page.objects.get(pk=world.infos["willow"].pk).specific
        page.title = "A draft"
        page.save_revision()
        assert not made_anew(client, WILLOW + "house-rules/")

    def test_a_picture_s_description_changes_the_pages(self, world: Any) -> None:
        def version(key: str) -> str:
            return str(Building.objects.get(pk=world.buildings[key].pk).content_version)

        before = {key: version(key) for key in ("willow", "quay", "elm")}
        world.images["willow"].description = "A tree"
        world.images["willow"].save()
        assert version("willow") != before["willow"]
        assert (version("quay"), version("elm")) == (before["quay"], before["elm"])

    def test_a_building_s_new_name_is_read_at_once(self, world: Any, sign_in: Any) -> None:
        from buildings.properties.operations.buildings import change_building

        self.read(sign_in)
        change_building(actor=world.mara, building=world.willow, values={"street": "Kai 9"})
        assert "Kai 9" in self.read(sign_in)

    def test_a_change_that_is_rolled_back_leaves_the_version(self, world: Any) -> None:
        from django.db import transaction

        before = Building.objects.get(pk=world.willow.pk).content_version
        with transaction.atomic():
            world.infos["willow"].save()
            assert Building.objects.get(pk=world.willow.pk).content_version != before
            transaction.set_rollback(True)
        assert Building.objects.get(pk=world.willow.pk).content_version == before

    def test_other_languages_have_their_own_pages(self, sign_in: Any) -> None:
        client = sign_in("ana")
        english = client.get(WILLOW)
        german = client.get(WILLOW, headers={"Accept-Language": "de"})
        assert 'lang="en"' in english.content.decode()
        assert 'lang="de"' in german.content.decode()
        for _ in range(2):
            assert body(client.get(WILLOW)) == body(english)
            again = client.get(WILLOW, headers={"Accept-Language": "de"})
            assert body(again) == body(german)

    @pytest.mark.parametrize("order", [("ana", "teo"), ("teo", "ana")])
    def test_the_building_speaks_for_those_who_chose_nothing(
        self, order: tuple[str, str], world: Any, sign_in: Any
    ) -> None:
        """Both browsers ask for English. Teo has chosen it; Ana reads what the house speaks."""
        from accounts.models import User

        Building.objects.filter(pk=world.willow.pk).update(language="de")
        User.objects.filter(pk=world.teo.pk).update(language="en")
        for name in order * 2:
            response = sign_in(name).get(WILLOW, headers={"Accept-Language": "en"})
            language = "de" if name == "ana" else "en"
            assert f'lang="{language}"' in response.content.decode(), name
            assert response["Content-Language"] == language

    def test_the_language_of_a_404_tells_strangers_nothing(self, world: Any, sign_in: Any) -> None:
        Building.objects.filter(pk=world.willow.pk).update(language="de")
        sign_in("ana").get(WILLOW)
        there = sign_in("iris").get(WILLOW, headers={"Accept-Language": "en"})
        nowhere = sign_in("iris").get("/harbour/no-house/", headers={"Accept-Language": "en"})
        assert there["Content-Language"] == nowhere["Content-Language"]
        assert there.content.replace(b"willow-court", b"no-house") == nowhere.content

    def test_another_part_of_the_day_has_another_greeting(
        self, sign_in: Any, monkeypatch: Any
    ) -> None:
        for hour, greeting in ((8, "Good morning, Ana"), (20, "Good evening, Ana")):
            moment = dt.datetime(2026, 6, 1, hour, tzinfo=dt.UTC)
            monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
            for _ in range(2):
                assert greeting in self.read(sign_in)


class TestWhatIsNotKept:
    @pytest.mark.parametrize("query", ["?q=1", "?page=1&page=2", "?page=" + "1" * 30, "?utm=x"])
    def test_unknown_or_odd_parameters(self, query: str, sign_in: Any) -> None:
        client = sign_in("ana")
        for _ in range(2):
            assert made_anew(client, WILLOW + "announcements/" + query)

    def test_known_parameters_have_entries_of_their_own(self, sign_in: Any) -> None:
        client = sign_in("ana")
        for query in ("", "?page=1", "?page=2"):
            assert made_anew(client, WILLOW + "announcements/" + query)
            assert not made_anew(client, WILLOW + "announcements/" + query)

    def test_a_page_with_a_waiting_message(self, sign_in: Any) -> None:
        client = sign_in("ana")
        client.get(WILLOW)
        # Signing in leaves one; the cookie is what Django's own storage writes.
        from django.contrib.messages.storage.base import Message
        from django.contrib.messages.storage.cookie import CookieStorage
        from django.test import RequestFactory

        encode = CookieStorage(RequestFactory().get("/"))._encode
        client.cookies["messages"] = encode([Message(25, "Only for Ana")])
        assert "Only for Ana" in client.get(WILLOW).content.decode()
        client.cookies.pop("messages", None)
        for name in ("ana", "teo"):
            assert "Only for Ana" not in sign_in(name).get(WILLOW).content.decode()

    def test_a_page_that_says_it_is_personal(self, sign_in: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(InfoPage, "is_shared_by_readers", False)
        client = sign_in("ana")
        for _ in range(2):
            assert made_anew(client, WILLOW + "house-rules/")

    @pytest.mark.parametrize("look", ["user", "homes"])
    def test_a_page_that_looks_at_the_person(self, look, sign_in, monkeypatch) -> None:
        """Forgetting to say so leaks nothing: the page just is not kept."""
        stock = InfoPage.get_context

        def get_context(page: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            context = stock(page, request, *args, **kwargs)
            seen = request.user.email if look == "user" else request.reader.homes[0].kind
            page.title = f"For {seen}"
            return context

        monkeypatch.setattr(InfoPage, "get_context", get_context)
        wanted = {"ana": "For owner", "teo": "For tenant"}
        if look == "user":
            wanted = {name: f"For {name}@" for name in wanted}
        for name in wanted:
            for _ in range(2):
                response = sign_in(name).get(WILLOW + "house-rules/")
                assert response.templates
                html = response.content.decode()
                assert wanted[name] in html

    def test_a_form_s_token_is_each_visitor_s_own(
        self, world: Any, sign_in: Any, monkeypatch: Any
    ) -> None:
        """`{% csrf_token %}` may stand on a kept page: its value is filled for each reader."""
        from django.template import engines

        form = engines["django"].from_string("<p>{{ page.title }}</p><form>{% csrf_token %}</form>")
        monkeypatch.setattr(InfoPage, "get_template", lambda *args, **kwargs: form)
        for name in ("ana", "teo"):
            client = sign_in(name)
            client.handler.enforce_csrf_checks = True
            for _ in range(2):
                html = client.get(WILLOW + "house-rules/").content.decode()
                token = re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', html)
                assert len(token) == 1
                signed_out = client.post("/accounts/logout/", {"csrfmiddlewaretoken": token[0]})
                assert signed_out.status_code == 302
                client.force_login(
                    world.people[name], backend="django.contrib.auth.backends.ModelBackend"
                )

    def test_other_methods(self, sign_in: Any) -> None:
        client = sign_in("ana")
        client.get(WILLOW)
        assert client.head(WILLOW).status_code == 200
        assert client.head(WILLOW).content == b""

    def test_switched_off(self, sign_in: Any, settings: Any) -> None:
        settings.PAGE_CACHE_SECONDS = 0
        client = sign_in("ana")
        for _ in range(2):
            assert made_anew(client, WILLOW)

    def test_a_cache_that_is_away_stops_nobody(self, sign_in, settings, caplog) -> None:
        from portal.views import kept

        class Broken:
            def get_many(self, keys: Any) -> Any:
                raise ConnectionError

            set_many = get_many

        caplog.set_level("CRITICAL")
        original = kept.caches
        kept.caches = {"pages": Broken(), "pages-nearby": original["pages-nearby"]}
        try:
            assert sign_in("ana").get(WILLOW).status_code == 200
            assert sign_in("dara").get(WILLOW).status_code == 404
        finally:
            kept.caches = original


class TestAnswers:
    def test_stay_private_and_are_asked_again(self, sign_in: Any) -> None:
        client = sign_in("ana")
        for _ in range(2):
            response = client.get(WILLOW)
            assert response["Cache-Control"] == "private, no-cache"
            assert "Cookie" in response["Vary"]

    def test_a_browser_s_own_copy_is_good_until_something_changes(self, world, sign_in) -> None:
        ana = sign_in("ana")
        tag = ana.get(WILLOW)["ETag"]
        assert ana.get(WILLOW, headers={"If-None-Match": tag}).status_code == 304
        assert sign_in("teo").get(WILLOW, headers={"If-None-Match": tag}).status_code == 200
        assert sign_in("dara").get(WILLOW, headers={"If-None-Match": tag}).status_code == 404
        world.infos["willow"].title = "Other rules"
        world.infos["willow"].save()
        assert ana.get(WILLOW, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("is_at_hand", "count", "of_cache"), [(True, 3, 1), (False, 4, 2)])
def test_a_kept_page_asks_who_and_where(
    is_at_hand: bool, count: int, of_cache: int, sign_in: Any
) -> None:
    """The user and the building; with the database as cache also the session, and the page if
    another process made it."""
    client = sign_in("ana")
    client.get(WILLOW)
    if not is_at_hand:
        caches["pages-nearby"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert not client.get(WILLOW).templates
    asked = [query["sql"] for query in queries]
    assert len(asked) == count, "\n".join(asked)
    assert sum("cache_key" in sql for sql in asked) == of_cache
