"""Only a building's residents and staff read its site."""

import pytest

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
INSIDERS = ["ana", "teo", "boris", "asta", "fin", "mara", "sol"]
STRANGERS = ["iris", "dara", "emil"]


class TestPages:
    @pytest.mark.parametrize("name", INSIDERS)
    @pytest.mark.parametrize(
        "path",
        ["", "announcements/", "announcements/lift-inspection/", "house-rules/", "contacts/"],
    )
    def test_insiders_read_them(self, sign_in, name, path):
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert b"<c-" not in response.content

    @pytest.mark.parametrize("name", STRANGERS)
    @pytest.mark.parametrize(
        "path",
        ["", "announcements/", "announcements/lift-inspection/", "house-rules/", "contacts/"],
    )
    def test_strangers_learn_nothing(self, sign_in, name, path):
        response = sign_in(name).get(WILLOW + path)
        assert response.status_code == 404
        assert b"Weeping" not in response.content

    def test_anonymous_people_are_sent_to_sign_in(self, sign_in):
        response = sign_in("nobody").get(WILLOW)
        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/harbour/willow-court/"
