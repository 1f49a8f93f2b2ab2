"""In which language people are met: their own choice, the building's, the browser's, English."""

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.operations.users import choose_language
from buildings.properties.operations.buildings import change_building
from foundation import mail
from foundation.errors import InvalidInput
from foundation.languages import language_for, speaking
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

HOME = "/harbour/willow-court/"
SWITCH = "/my/language/"


@pytest.fixture
def german_house(world: Any) -> Any:
    """Willow Court, where German is spoken."""
    return change_building(actor=world.boris, building=world.willow, values={"language": "de"})


def language_of(response: Any) -> str:
    found = re.search(r'<html lang="([a-z-]+)" dir="(ltr|rtl)"', response.content.decode())
    assert found, response.content[:200]
    assert response["Content-Language"] == found[1]
    return found[1]


def get(client: Client, address: str, accepts: str = "en") -> Any:
    return client.get(address, headers={"accept-language": accepts}, follow=True)


class TestOrder:
    def test_ones_own_choice_comes_first(self, world: Any, german_house: Any, sign_in: Any) -> None:
        choose_language(actor=world.ana, language="fr")
        assert language_of(get(sign_in("ana"), HOME, "es")) == "fr"

    @pytest.mark.parametrize("address", [HOME, "/my/", "/search/"])
    def test_then_the_buildings(self, german_house: Any, sign_in: Any, address: str) -> None:
        assert language_of(get(sign_in("ana"), address, "es")) == "de"

    @pytest.mark.parametrize("address", ["/desk/", "/desk/buildings/", "/cms/"])
    def test_at_the_desk_the_only_building_counts(
        self, german_house: Any, sign_in: Any, address: str
    ) -> None:
        html = get(sign_in("boris"), address, "es").content.decode()
        assert re.search(r'<html[^>]* lang="de"', html)

    @pytest.mark.parametrize(
        ("accepts", "language"),
        [("fr-CA,fr;q=0.9", "fr"), ("pt-BR", "pt"), ("ar", "ar"), ("nl", "en"), ("\x00", "en")],
    )
    def test_then_the_browsers_and_english_at_last(self, accepts: str, language: str) -> None:
        assert language_of(get(Client(), "/accounts/login/", accepts)) == language

    def test_a_kept_page_is_kept_in_the_language_it_is_shown_in(
        self, world: Any, german_house: Any, sign_in: Any
    ) -> None:
        choose_language(actor=world.teo, language="fr")
        seen = [
            language_of(get(sign_in(name), HOME, accepts))
            for name, accepts in (("ana", "fr"), ("teo", "de"), ("ana", "fr"), ("teo", "de"))
        ]
        assert seen == ["de", "fr", "de", "fr"]

    def test_strangers_do_not_hear_what_is_spoken_there(
        self, german_house: Any, sign_in: Any
    ) -> None:
        there = get(sign_in("dara"), HOME, "es")
        nowhere = get(sign_in("dara"), "/harbour/no-such-house/", "es")
        assert (there.status_code, language_of(there)) == (404, language_of(nowhere))

    def test_the_next_request_starts_afresh(self, world: Any, sign_in: Any) -> None:
        choose_language(actor=world.ana, language="ar")
        assert language_of(get(sign_in("ana"), HOME)) == "ar"
        assert language_of(get(Client(), "/accounts/login/")) == "en"

    def test_caches_are_told(self) -> None:
        assert {"accept-language", "cookie"} <= set(
            get(Client(), "/")["Vary"].lower().replace(" ", "").split(",")
        )

    def test_files_for_everybody_know_no_reader(self) -> None:
        assert "Vary" not in Client().get("/theme/172.css")


class TestSwitch:
    def test_keeps_the_choice_with_the_account(self, world: Any, sign_in: Any) -> None:
        response = sign_in("ana").post(SWITCH, {"language": "pt", "next": HOME})
        assert (response.status_code, response.url) == (302, HOME)
        assert language_of(get(sign_in("ana"), HOME)) == "pt"
        entry = AuditEntry.objects.get(action="accounts.language_chosen")
        assert (entry.actor, entry.changes) == (world.ana, {"language": ["", "pt"]})

    def test_people_who_have_not_signed_in_get_a_cookie(self) -> None:
        client = Client()
        client.post(SWITCH, {"language": "ar", "next": "/accounts/login/"})
        response = get(client, "/accounts/login/", "de")
        assert language_of(response) == "ar"
        assert 'dir="rtl"' in response.content.decode()
        cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

    def test_works_without_script_and_token(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        assert client.post(SWITCH, {"language": "de"}).status_code == 302

    def test_other_sites_cannot_send_it(self, sign_in: Any, world: Any) -> None:
        response = sign_in("ana").post(
            SWITCH, {"language": "de"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert response.status_code == 403
        assert User.objects.get(pk=world.ana.pk).language == ""

    @pytest.mark.parametrize("language", ["", "nl", "DE", "de-at", "../de", "de\x00", "x" * 500])
    def test_knows_six_languages(self, sign_in: Any, world: Any, language: str) -> None:
        assert sign_in("ana").post(SWITCH, {"language": language}).status_code == 422
        assert User.objects.get(pk=world.ana.pk).language == ""

    @pytest.mark.parametrize(
        "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "/\\evil"]
    )
    def test_leads_nowhere_else(self, wanted: str) -> None:
        assert Client().post(SWITCH, {"language": "de", "next": wanted}).url == "/"

    def test_stands_below_every_page(self, sign_in: Any) -> None:
        html = sign_in("ana").get(f"{HOME}?page=1").content.decode()
        assert f'action="{SWITCH}"' in html
        assert f'name="next" value="{HOME}?page=1"' in html
        assert [code for code, _ in settings.LANGUAGES] == re.findall(
            r'name="language" value="([a-z]+)"', html
        )
        assert 'value="en" lang="en" dir="auto" aria-current="true"' in html

    def test_the_operation_refuses_unknown_languages(self, world: Any) -> None:
        with pytest.raises(InvalidInput) as refused:
            choose_language(actor=world.ana, language="tlh")
        assert "language" in refused.value.fields


class TestBuildings:
    def test_speak_one_of_the_six(self, world: Any) -> None:
        with pytest.raises(InvalidInput) as refused:
            change_building(actor=world.boris, building=world.willow, values={"language": "nl"})
        assert "nl" in refused.value.fields["language"][0]

    def test_the_form_offers_them_in_their_own_words(self, sign_in: Any) -> None:
        url = reverse("properties:building-edit", args=["harbour", "willow-court"])
        html = sign_in("boris").get(url).content.decode()
        for code, name in settings.LANGUAGES:
            assert f'<option value="{code}"' in html
            assert name in html

    def test_programs_are_told_too(self, sign_in: Any, world: Any) -> None:
        response = sign_in("boris").patch(
            f"/api/v1/buildings/{world.willow.uuid}",
            {"language": "nl"},
            content_type="application/json",
        )
        assert response.status_code == 422
        assert "language" in response.json()["errors"]


class TestMail:
    def test_is_written_in_the_recipients_language(self, world: Any, german_house: Any) -> None:
        assert language_for(world.ana, german_house) == "de"
        choose_language(actor=world.ana, language="es")
        world.ana.refresh_from_db()
        assert language_for(world.ana, german_house) == "es"
        assert language_for() == "en"
        with speaking(world.ana, german_house) as language:
            assert language == "es"

    def test_runs_from_right_to_left_in_arabic(self, world: Any) -> None:
        context = {
            "run": type("Run", (), {"building": world.willow, "file_name": "a.csv"})(),
            "name": "Ana",
            "is_applied": False,
            "path": "/",
        }
        subjects = []
        for language in ("en", "ar"):
            mail.send(
                to="ana@willow.example",
                message="imports/import_finished",
                context=context,
                language=language,
            )
            message: Any = outbox.outbox[-1]
            html = message.alternatives[0][0]
            assert f'lang="{language}"' in html
            assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
            subjects.append(message.subject)
        assert subjects[0] != subjects[1]


class TestClock:
    def test_pages_and_previews_show_the_time_on_the_buildings_wall(
        self, world: Any, sign_in: Any
    ) -> None:
        # Just before midnight in Lisbon is the next day in Auckland.
        page = world.announcements["willow"]
        page.first_published_at = dt.datetime(2026, 3, 4, 22, 30, tzinfo=dt.UTC)
        page.save()
        change_building(
            actor=world.boris, building=world.willow, values={"time_zone": "Pacific/Auckland"}
        )
        shown = sign_in("ana").get(f"{HOME}announcements/lift-inspection/").content.decode()
        assert "5 March 2026, 11:30" in shown
        preview = sign_in("boris").get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert "5 March 2026, 11:30" in preview.content.decode()
