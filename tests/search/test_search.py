"""Search finds what the reader may see, and nothing else."""

import pytest

pytestmark = pytest.mark.django_db


class TestSearch:
    def test_finds_pages_of_ones_own_building(self, sign_in):
        page = sign_in("ana").get("/search/", {"q": "lift inspection"}).content.decode()
        assert "/harbour/willow-court/announcements/lift-inspection/" in page
        assert "Quayside" not in page
        assert "Elmwood" not in page

    @pytest.mark.parametrize("name", ["iris", "dara", "emil"])
    def test_tells_strangers_nothing(self, sign_in, name):
        page = sign_in(name).get("/search/", {"q": "Weeping"}).content.decode()
        assert "willow-court" not in page
        assert "Nothing found" in page

    def test_shows_an_owner_all_buildings_of_the_company_only(self, sign_in):
        page = sign_in("mara").get("/search/", {"q": "lift inspection"}).content.decode()
        assert "Weeping lift" in page
        assert "Quayside lift" in page
        assert "Elmwood" not in page

    @pytest.mark.parametrize("text", ["", " ", "\x00", "'; drop table", '%_*"', "x" * 5000])
    def test_survives_odd_input(self, sign_in, text):
        assert sign_in("ana").get("/search/", {"q": text}).status_code == 200

    def test_forgets_unpublished_pages(self, sign_in, world):
        world.announcements["willow"].unpublish()
        page = sign_in("ana").get("/search/", {"q": "lift inspection"}).content.decode()
        assert "Nothing found" in page

    def test_is_for_signed_in_people(self, sign_in):
        assert sign_in("nobody").get("/search/", {"q": "lift"}).status_code == 302
