"""Only a building's residents and staff read its site."""

import pytest

from portal.audiences import Audience
from portal.models import BuildingPage
from portal.models.audience import ForSomeReaders

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
INSIDERS = ["ana", "teo", "boris", "asta", "fin", "mara", "sol"]
STRANGERS = ["iris", "dara", "emil"]


class TestPages:
    @pytest.mark.parametrize("name", INSIDERS)
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "announcements/",
            "announcements/lift-inspection/",
            "house-rules/",
            "contacts/",
            "events/",
            "events/summer-party/",
        ],
    )
    def test_insiders_read_them(self, sign_in, name, path):
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert b"<c-" not in response.content

    @pytest.mark.parametrize("name", STRANGERS)
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "announcements/",
            "announcements/lift-inspection/",
            "house-rules/",
            "contacts/",
            "events/",
            "events/summer-party/",
        ],
    )
    def test_strangers_learn_nothing(self, sign_in, name, path):
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 404
        assert b"Weeping" not in response.content

    def test_anonymous_people_are_sent_to_sign_in(self, sign_in):
        response = sign_in("nobody").get(WILLOW)
        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/harbour/willow-court/"


class TestPagesForSome:
    """A page that names whom it is for does not exist for the others in the house."""

    @pytest.fixture
    def only_for_tenants(self, monkeypatch):
        tenants = property(lambda page: Audience(kinds=frozenset({"tenant"})))
        monkeypatch.setattr(BuildingPage, "reading_audience", tenants)
        monkeypatch.setattr(ForSomeReaders, "reading_audience", tenants)

    @pytest.mark.parametrize("path", ["announcements/lift-inspection/", "house-rules/"])
    def test_teo_is_meant_and_ana_is_not(self, sign_in, only_for_tenants, path):
        assert sign_in("teo").get(WILLOW + path).status_code == 200
        response = sign_in("ana").get(WILLOW + path)
        assert response.status_code == 404
        assert b"Weeping" not in response.content

    def test_staff_read_it_whoever_it_is_for(self, sign_in, only_for_tenants):
        for name in ("boris", "asta", "fin", "mara", "sol"):
            assert sign_in(name).get(WILLOW + "house-rules/").status_code == 200, name

    def test_the_home_page_stays_open(self, sign_in, only_for_tenants):
        assert sign_in("ana").get(WILLOW).status_code == 200
