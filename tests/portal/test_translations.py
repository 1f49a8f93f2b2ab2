"""Pages in several languages: one address, the reader's language, the same rights."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from portal.models import BuildingHomePage
from portal.queries.languages import original_of, translations_of

pytestmark = pytest.mark.django_db

RULES = "/harbour/willow-court/house-rules/"


def translate(page: Any, language: str, words: dict[str, str], user: Any) -> Any:
    """A published translation of `page`, made as the editor makes it."""
    locale = Locale.objects.get(language_code=language)
    translate_object(page, [locale], user=user)
    source = TranslationSource.objects.get_for_instance(page)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in words:
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=words[segment.string.data],
            )
    Translation.objects.get(source=source, target_locale=locale).save_target(user=user)
    return page.get_translation(locale)


@pytest.fixture
def german(world: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Willow Court's house rules in German."""
    with django_capture_on_commit_callbacks(execute=True):
        page = translate(
            world.infos["willow"],
            "de",
            {"Weeping house rules": "Weidenhof-Hausordnung", "Weeping rules": "Kurz gesagt"},
            world.boris,
        )
    page.refresh_from_db()
    return page


@pytest.fixture
def read(sign_in: Any) -> Any:
    def get(name: str, path: str, language: str = "en") -> Any:
        client = sign_in(name)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client.get(path)

    return get


class TestReading:
    def test_the_reader_gets_their_language_at_the_one_address(
        self, german: Any, read: Any
    ) -> None:
        assert "Weidenhof-Hausordnung" in read("ana", RULES, "de").content.decode()
        assert "Weeping house rules" in read("ana", RULES, "en").content.decode()

    def test_without_a_translation_the_original_is_read(self, german: Any, read: Any) -> None:
        assert "Weeping house rules" in read("ana", RULES, "fr").content.decode()

    def test_the_other_language_can_be_asked_for(self, german: Any, read: Any) -> None:
        assert "Weeping house rules" in read("ana", f"{RULES}?language=en", "de").content.decode()
        assert "Weidenhof-Hausordnung" in read("ana", f"{RULES}?language=de").content.decode()

    @pytest.mark.parametrize("language", ["xx", "", "de\x00", "../../de", "nl"])
    def test_an_unknown_language_reads_the_original(
        self, german: Any, read: Any, language: str
    ) -> None:
        response = read("ana", f"{RULES}?language={language}")
        assert response.status_code == 200
        assert "Weeping house rules" in response.content.decode()

    def test_a_translation_has_the_address_of_its_original(self, german: Any, read: Any) -> None:
        assert german.get_url() == RULES
        inner = german.url_path.removeprefix("/home")
        response = read("ana", inner)
        assert (response.status_code, response.url) == (302, f"{RULES}?language=de")

    def test_a_draft_translation_is_not_read(self, world: Any, read: Any) -> None:
        translate_object(
            world.infos["willow"], [Locale.objects.get(language_code="de")], user=world.boris
        )
        assert "Weeping house rules" in read("ana", RULES, "de").content.decode()

    @pytest.mark.parametrize("name", ["iris", "dara", "emil"])
    def test_strangers_get_nothing_in_any_language(self, german: Any, read: Any, name: str) -> None:
        for path in (RULES, f"{RULES}?language=de", german.url_path.removeprefix("/home")):
            assert read(name, path, "de").status_code == 404
        assert read(name, "/search/?q=Weidenhof", "de").context["hits"] == []


class TestChoosingTheLanguageOfOnePage:
    def test_the_other_language_is_offered(self, german: Any, read: Any) -> None:
        page = read("ana", RULES).content.decode()
        assert '<a href="?language=de" lang="de" hreflang="de">Deutsch</a>' in page
        page = read("ana", f"{RULES}?language=de").content.decode()
        assert '<a href="?language=en" lang="en" hreflang="en">English</a>' in page

    def test_words_say_which_language_they_are_in(self, german: Any, read: Any) -> None:
        """For screen readers: the frame speaks English, the page German."""
        page = read("ana", f"{RULES}?language=de").content.decode()
        assert '<html lang="en"' in page
        assert 'lang="de" dir="ltr"' in page

    def test_words_in_another_language_are_marked_where_they_stand_among_others(
        self, world: Any, read: Any
    ) -> None:
        """An Arabic frame around English pages: their full stops stay at the end."""
        home = read("ana", "/harbour/willow-court/", "ar").content.decode()
        assert '<bdi lang="en">Weeping lift inspection</bdi>' in home
        assert '<span lang="en" dir="auto">Announcements</span>' in home
        page = read("ana", RULES, "ar").content.decode()
        assert '<h1><bdi lang="en">Weeping house rules</bdi></h1>' in page
        assert '<div class="prose content stack" lang="en" dir="ltr">' in page

    def test_nothing_is_marked_in_ones_own_language(self, german: Any, read: Any) -> None:
        page = read("ana", RULES, "de").content.decode()
        assert "<h1>Weidenhof-Hausordnung</h1>" in page
        assert '<div class="prose content stack">' in page

    def test_nothing_is_offered_where_there_is_one_language(self, world: Any, read: Any) -> None:
        assert "hreflang" not in read("ana", RULES).content.decode()


class TestTheTree:
    def test_translations_stand_in_a_tree_of_their_own(self, world: Any, german: Any) -> None:
        home = BuildingHomePage.objects.get(building=world.willow, is_translation=True)
        assert home.slug == "willow-court--de"
        assert german.get_parent().pk == home.pk
        assert not home.live
        assert original_of(german).pk == world.infos["willow"].pk
        assert translations_of([world.infos["willow"]], "de") == {german.translation_key: german}

    def test_parents_follow_as_drafts(self, world: Any) -> None:
        announcement = world.announcements["willow"]
        page = translate(announcement, "de", {}, world.boris)
        assert not page.get_parent().live
        assert page.get_parent().specific.alias_of is None

    def test_renaming_the_building_renames_both_trees(self, world: Any, german: Any) -> None:
        from buildings.properties.operations.buildings import change_building

        change_building(
            actor=world.mara, building=world.willow, values={"slug": "willow", "name": "Willow"}
        )
        german.refresh_from_db()
        assert german.url_path == "/home/harbour/willow--de/house-rules/"
        assert german.get_url() == "/harbour/willow/house-rules/"

    def test_a_building_writes_in_its_own_language(self, world: Any) -> None:
        from buildings.properties.operations.buildings import create_building
        from concierge.demo.cast import BUILDINGS

        building = create_building(
            actor=world.mara,
            company=world.companies["harbour"],
            values=BUILDINGS["quay"] | {"slug": "lindenhof", "name": "Lindenhof", "language": "de"},
        )
        home = BuildingHomePage.objects.get(building=building)
        assert {page.locale.language_code for page in home.get_descendants(inclusive=True)} == {
            "de"
        }


class TestTranslatingInTheCms:
    def client(self, user: Any) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_asta_asks_for_a_translation_and_it_is_a_draft(self, world: Any) -> None:
        page = world.infos["willow"]
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        client = self.client(world.asta)
        assert client.get(address).status_code == 200
        german = Locale.objects.get(language_code="de")
        response = client.post(address, {"locales": [german.pk]})
        assert response.status_code == 302
        translated = page.get_translation(german)
        assert not translated.live
        assert (
            client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).status_code == 200
        )

    def test_asta_translates_words_but_does_not_publish(self, world: Any, german: Any) -> None:
        translation = Translation.objects.get(source__object_id=german.translation_key)
        client = self.client(world.asta)
        edit = reverse("wagtailadmin_pages:edit", args=[german.pk])
        assert client.post(edit, {"action": "publish"}).status_code in (302, 403)
        update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        before = Page.objects.get(pk=german.pk).last_published_at
        client.post(update, {"publish_translations": "on"})
        assert Page.objects.get(pk=german.pk).last_published_at == before

    @pytest.mark.parametrize("name", ["dara", "ana", "fin"])
    def test_others_reach_no_part_of_it(self, world: Any, german: Any, name: str) -> None:
        translation = Translation.objects.get(source__object_id=german.translation_key)
        segment = translation.source.stringsegment_set.first()
        client = self.client(world.people[name])
        for route, arguments in (
            ("submit_page_translation", [world.infos["willow"].pk]),
            ("update_translations", [translation.source_id]),
            ("edit_string_translation", [translation.pk, segment.pk]),
            ("download_pofile", [translation.pk]),
            ("upload_pofile", [translation.pk]),
            ("preview_translation", [translation.pk]),
            ("stop_translation", [translation.pk]),
            ("edit_override", [translation.pk, 1]),
            ("translations_report", []),
        ):
            address = reverse(f"wagtail_localize:{route}", args=arguments)
            for response in (client.get(address), client.post(address)):
                assert response.status_code in (404, 302), address
                assert "Weeping" not in response.content.decode()

    def test_pictures_are_those_of_the_original(self, world: Any) -> None:
        home = world.homes["willow"]
        home.hero_image = world.images["willow"]
        home.welcome = "Come in"
        home.save_revision().publish()
        german = translate(home, "de", {"Come in": "Herein"}, world.boris)
        assert (german.welcome, german.hero_image) == ("Herein", world.images["willow"])
        source = TranslationSource.objects.get_for_instance(home)
        assert not source.overridablesegment_set.exists()

    def test_pictures_are_not_overridden_by_their_id(self, world: Any, german: Any) -> None:
        translation = Translation.objects.get(source__object_id=german.translation_key)
        address = reverse("wagtail_localize:edit_override", args=[translation.pk, 1])
        assert self.client(world.boris).put(address, {"value": "1"}).status_code == 404
