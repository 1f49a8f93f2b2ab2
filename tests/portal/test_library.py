"""The document library as its readers walk through it."""

import datetime as dt

import pytest
from wagtail.models import Locale

from concierge.demo.cast import LONG_AGO
from foundation import clock
from portal.audiences import Home, Reader
from portal.models import (
    BuildingHomePage,
    DocumentFolderPage,
    DocumentLibraryPage,
    DocumentPage,
    DocumentVersion,
    ExpiryNotice,
    InfoPage,
)
from portal.operations.pages import publish_page
from portal.queries.library import documents_for
from portal.tasks import library as tasks
from tests.portal.library import WILLOW, file_of, new_file
from tests.queue import drain

pytestmark = pytest.mark.django_db


class TestTheLibrarysPages:
    def test_show_folders_documents_and_marks(self, sign_in):
        page = sign_in("ana").get(WILLOW).content.decode()
        assert "Weeping meetings" in page
        assert "1 document<" in page
        assert "Weeping heating guide" in page
        assert "valid until" in page
        assert ">Archive<" not in page

    def test_sort_by_name_or_date(self, sign_in, world, guide):
        library = DocumentLibraryPage.objects.child_of(world.homes["willow"]).get()
        page = DocumentPage(title="A older one", slug="older")
        page.versions = [DocumentVersion(document=new_file(world), document_date=LONG_AGO)]
        publish_page(actor=world.boris, parent=library, page=page)

        def order(sort):
            text = sign_in("ana").get(f"{WILLOW}?sort={sort}").content.decode()
            return text.index("A older one") < text.index("Weeping heating guide")

        assert order("name")
        assert not order("date")
        assert not order("nonsense'<")

    def test_put_what_has_expired_into_the_archive(self, sign_in, guide):
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        guide.valid_until = yesterday
        guide.save_revision().publish()
        text = sign_in("ana").get(WILLOW).content.decode()
        assert text.index(">Archive<") < text.index("Weeping heating guide")
        assert "expired on" in text
        page = sign_in("ana").get(f"{WILLOW}heating-guide/")
        assert "This document is no longer valid" in page.content.decode()
        assert sign_in("ana").get(file_of(guide).url).status_code == 200

    def test_are_one_per_building_and_three_levels_deep(self, world):
        home = BuildingHomePage.objects.get(pk=world.homes["willow"].pk)
        assert not DocumentLibraryPage.can_create_at(home)
        place = DocumentLibraryPage.objects.child_of(home).get()
        for level in range(3):
            assert DocumentFolderPage.can_create_at(place)
            place = publish_page(
                actor=world.boris,
                parent=place,
                page=DocumentFolderPage(title=f"Level {level}", slug=f"level-{level}"),
            )
        assert not DocumentFolderPage.can_create_at(place)
        assert DocumentPage.can_create_at(place)
        meetings = DocumentFolderPage.objects.get(slug="meetings", title__startswith="Weeping")
        assert not meetings.can_move_to(place)
        deep = DocumentFolderPage.objects.get(slug="level-0")
        assert not deep.can_move_to(meetings)

    def test_cost_the_same_with_more_documents(
        self, sign_in, world, guide, django_assert_max_num_queries
    ):
        library = DocumentLibraryPage.objects.child_of(world.homes["willow"]).get()
        client = sign_in("teo")
        client.get(WILLOW)
        for number in range(5):
            page = DocumentPage(title=f"Paper {number}", slug=f"paper-{number}")
            page.versions = [DocumentVersion(document=new_file(world), document_date=LONG_AGO)]
            publish_page(actor=world.boris, parent=library, page=page)
        with django_assert_max_num_queries(30):
            client.get(WILLOW)

    def test_say_in_words_that_nothing_is_there(self, sign_in, world):
        DocumentPage.objects.all().delete()
        assert "Nothing here yet" in sign_in("ana").get(WILLOW).content.decode()


class TestTranslations:
    """A translation lends its words; who may open what is up to the original."""

    @pytest.fixture
    def german(self, world, minutes):
        """The minutes in German, as they were when they still were for everybody."""
        Locale.objects.get_or_create(language_code="de")
        page = minutes.copy_for_translation(
            Locale.objects.get(language_code="de"), copy_parents=True
        )
        page.title, page.audience = "Protokoll", []
        page.save_revision().publish()
        drain()
        return page

    def test_open_no_file_that_the_original_keeps(self, sign_in, minutes, german):
        assert sign_in("teo").get(file_of(minutes).url).status_code == 404
        assert sign_in("ana").get(file_of(minutes).url).status_code == 200
        for address in (WILLOW, f"{WILLOW}meetings/minutes/", "/search/?q=Protokoll"):
            response = sign_in("teo").get(f"{address}{'&' if '?' in address else '?'}language=de")
            text = response.content.decode().replace("<mark>", "")
            assert ">Protokoll<" not in text

    def test_lend_their_words(self, sign_in, german):
        ana = sign_in("ana")
        page = ana.get(f"{WILLOW}meetings/minutes/?language=de")
        assert "Protokoll" in page.content.decode()
        assert "Please read" not in page.content.decode()

    def test_are_not_reminded_of(self, world, guide):
        Locale.objects.get_or_create(language_code="de")
        page = guide.copy_for_translation(Locale.objects.get(language_code="de"), copy_parents=True)
        page.save_revision().publish()
        tasks.remind_of_expiry()
        assert not ExpiryNotice.objects.filter(page=page).exists()


class TestDocumentsForAnApartment:
    def test_come_narrowest_first(self, world, minutes, guide):
        ana = Reader(homes=(Home(1, "4B", floor=4, kind="owner"),))
        teo = Reader(homes=(Home(1, "4B", floor=4, kind="tenant"),))
        assert documents_for(ana, world.willow) == [minutes, guide]
        assert documents_for(teo, world.willow) == [guide]


def test_old_buildings_get_their_library(world, settings):
    """The data migration, run on a building that lost its library."""
    from importlib import import_module

    from django.apps import apps

    home = BuildingHomePage.objects.get(pk=world.homes["willow"].pk)
    DocumentLibraryPage.objects.child_of(home).get().delete()
    (name,) = [
        path.stem
        for path in (settings.BASE_DIR / "portal/migrations").glob("*_document_library.py")
    ]
    open_libraries = import_module(f"portal.migrations.{name}").open_libraries
    open_libraries(apps, None)
    open_libraries(apps, None)
    library = DocumentLibraryPage.objects.child_of(home).get()
    assert library.url_path == f"{home.url_path}documents/"
    home.refresh_from_db()
    assert home.numchild == home.get_children().count()
    assert InfoPage.objects.filter(slug="house-rules").count() == 3
    publish_page(actor=world.boris, parent=home, page=InfoPage(title="Next", slug="next"))
