"""Search finds what the reader may see, and nothing else: no hit, count, suggestion or snippet."""

import datetime as dt
from html import unescape

import pytest

from buildings.residents.operations.residencies import move_out
from concierge.demo import cast
from foundation import clock
from search.models import SearchEntry
from tests.queue import drain
from tests.search.conftest import headings
from tests.world import TOKENS

pytestmark = pytest.mark.django_db

#: Which buildings' tokens each person may meet.
OWN = {
    "ana": {"willow"},
    "teo": {"willow"},
    "boris": {"willow"},
    "fin": {"willow"},
    "iris": {"quay"},
    "emil": {"elm"},
    "dara": {"elm"},
    "mara": {"willow", "quay"},
    "sol": {"willow", "quay", "elm"},
}


class TestOnlyOnesOwn:
    @pytest.mark.parametrize("name", OWN)
    def test_hits_counts_and_suggestions_stay_in_ones_buildings(self, name, sign_in, ask):
        client = sign_in(name)
        for text in ("lift inspection", *TOKENS.values(), "weping", "quaysid", "elmwod", "rules"):
            page = client.get("/search/", {"q": text}).content.decode()
            page = unescape(page).replace(f"“{text}”", "").replace(f'value="{text}"', "")
            page = page.replace(f"Search: {text}", "").replace(text, "")
            told = page + str(ask(name, text)["items"])
            told += client.get("/api/v1/search/suggestions", {"q": text}).content.decode()
            for key, token in TOKENS.items():
                if key not in OWN[name]:
                    assert token.lower() not in told.lower(), (text, token)
        assert ask(name, "lift inspection")["count"] == len(OWN[name])

    @pytest.mark.parametrize("name", ["ana", "boris", "iris"])
    def test_a_foreign_building_does_not_exist(self, sign_in, name):
        for address in ("/api/v1/search", "/api/v1/search/suggestions"):
            for building in ("elm-gardens", "rival/elm-gardens", "no-such-house"):
                response = sign_in(name).get(address, {"q": "lift", "building": building})
                assert response.status_code == 404

    def test_who_moved_out_finds_nothing(self, ask, sign_in, world):
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        residency = world.apartment("quay", "2A").residencies.get(person__user=world.iris)
        assert ask("iris", "lift")["count"] == 1
        move_out(actor=cast.SYSTEM, residency=residency, end_date=yesterday)
        assert ask("iris", "lift")["count"] == 0
        answer = sign_in("iris").get("/api/v1/search/suggestions", {"q": "quay"})
        assert answer.json()["items"] == []

    def test_somebody_in_two_companies_sees_both_and_no_third(self, ask, world):
        cast.settle(world, "iris", world.apartment("elm", "1A"), "tenant")
        assert set(headings(ask("iris", "lift"))) == {
            "Quayside lift inspection", "Elmwood lift inspection",
        }  # fmt: skip


class TestWhatIsTakenAway:
    """Each time at once: the worker has not run yet."""

    def gone(self, ask, text="lift inspection"):
        return all(ask(name, text)["count"] == 0 for name in ("ana", "boris"))

    def test_an_unpublished_page(self, ask, world):
        world.announcements["willow"].unpublish()
        assert self.gone(ask)

    def test_a_deleted_page(self, ask, world):
        world.announcements["willow"].delete()
        assert self.gone(ask)

    def test_a_deleted_parent(self, ask, world):
        world.homes["willow"].get_children().get(slug="announcements").delete()
        assert self.gone(ask)

    def test_words_that_were_removed_from_a_page(self, ask, world):
        page = world.announcements["willow"]
        page.body = []
        page.save_revision().publish()
        assert self.gone(ask, "body text")
        drain()
        assert self.gone(ask, "body text")
        assert headings(ask("ana", "lift inspection")) == ["Weeping lift inspection"]

    def test_a_page_past_its_end(self, ask, publish):
        page = publish("Sale of bicycles", expire_at=clock.now() + dt.timedelta(minutes=5))
        assert headings(ask("ana", "bicycles")) == ["Sale of bicycles"]
        SearchEntry.objects.filter(page=page).update(valid_until=clock.now())
        assert self.gone(ask, "bicycles")

    def test_a_page_that_goes_live_later(self, ask, publish):
        page = publish("Surprise party", go_live_at=clock.now() + dt.timedelta(days=1))
        assert not page.live
        assert self.gone(ask, "surprise")

    def test_a_draft_of_a_live_page(self, ask, world):
        page = world.announcements["willow"]
        page.title = "Secret plans"
        page.save_revision()
        drain()
        assert self.gone(ask, "secret plans")

    def test_a_page_moved_to_another_building(self, ask, world):
        page = world.infos["willow"]
        world.infos["quay"].delete()
        page.move(world.homes["quay"], pos="last-child")
        assert self.gone(ask, "weeping house rules")
        assert ask("iris", "weeping house rules")["count"] == 0
        drain()
        assert self.gone(ask, "weeping house rules")
        assert headings(ask("iris", "weeping house rules")) == ["Weeping house rules"]

    def test_a_page_moved_by_a_script_without_a_signal(self, ask, world):
        """The last look before a hit is shown; `mend` puts the table right."""
        quay = world.homes["quay"]
        page = world.infos["willow"]
        type(page).objects.filter(pk=page.pk).update(path=quay.path + "00ZZ")
        assert ask("ana", "weeping house rules")["items"] == []
