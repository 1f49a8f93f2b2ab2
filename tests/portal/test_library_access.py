"""The document library: for whom a file opens, how it is served, and that reading is noted."""

import datetime as dt
import re

import pytest
from wagtail.documents import get_document_model

from concierge.demo.cast import LONG_AGO, SYSTEM
from foundation import clock
from portal.models import (
    DocumentLibraryPage,
    DocumentPage,
    DocumentRead,
    DocumentVersion,
    LibraryFile,
)
from portal.operations.library import record_reading
from portal.operations.pages import publish_page
from tests.portal.library import OWNERS, STAFF, STRANGERS, WILLOW, file_of, new_file

pytestmark = pytest.mark.django_db


class TestTheMinutesForOwners:
    @pytest.mark.parametrize("name", [*OWNERS, *STAFF])
    def test_are_open_to_owners_and_staff(self, sign_in, minutes, name):
        client = sign_in(name)
        folder = client.get(f"{WILLOW}meetings/")
        assert "Weeping minutes" in folder.content.decode()
        assert client.get(f"{WILLOW}meetings/minutes/").status_code == 200
        response = client.get(file_of(minutes).url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content).startswith(b"%PDF")

    @pytest.mark.parametrize("name", ["teo", *STRANGERS])
    def test_do_not_exist_for_anybody_else(self, sign_in, minutes, name):
        client = sign_in(name)
        for address in (
            f"{WILLOW}meetings/minutes/",
            file_of(minutes).url,
            f"{file_of(minutes).url}?save",
            f"/api/v1/documents/{minutes.translation_key}",
            f"/api/v1/documents/{minutes.translation_key}/readings",
        ):
            response = client.get(address)
            assert response.status_code == 404, address
            assert b"Weeping minutes" not in response.content
            if not address.startswith("/api/"):
                assert client.head(address).status_code == 404

    def test_stand_in_no_list_of_teo(self, sign_in):
        teo = sign_in("teo")
        for address in (
            WILLOW,
            f"{WILLOW}meetings/",
            "/harbour/willow-court/",
            "/search/?q=minutes",
            "/api/v1/documents",
            "/api/v1/documents?building=willow-court",
        ):
            text = re.sub("</?mark>", "", teo.get(address).content.decode())
            assert "Weeping minutes" not in text, address
        assert "Weeping meetings" not in teo.get(WILLOW).content.decode()
        found = sign_in("ana").get("/api/v1/search?q=minutes").json()["items"]
        assert [item["heading"] for item in found] == ["Weeping minutes"]

    def test_close_when_ana_sells(self, sign_in, world, minutes):
        from buildings.residents.operations.residencies import move_out

        residency = world.apartment("willow", "4B").residencies.get(person__user=world.ana)
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        move_out(actor=SYSTEM, residency=residency, end_date=yesterday)
        assert sign_in("ana").get(file_of(minutes).url).status_code == 404


class TestFiles:
    def test_of_a_draft_are_for_those_who_write(self, sign_in, world, guide):
        draft = new_file(world)
        page = DocumentPage(title="Draft", slug="draft", live=False)
        page.versions = [DocumentVersion(document=draft, document_date=LONG_AGO)]
        DocumentLibraryPage.objects.child_of(world.homes["willow"]).get().add_child(instance=page)
        page.save_revision(user=world.boris)
        assert sign_in("boris").get(draft.url).status_code == 200
        for name in ("ana", "teo", "fin"):
            assert sign_in(name).get(draft.url).status_code == 404

    def test_of_a_draft_of_a_published_document_too(self, sign_in, world, guide):
        draft = new_file(world)
        assert sign_in("ana").get(draft.url).status_code == 200
        guide.versions.add(DocumentVersion(document=draft, document_date=dt.date(2026, 9, 1)))
        revision = guide.save_revision(user=world.boris)
        assert sign_in("ana").get(draft.url).status_code == 404
        revision.publish()
        assert sign_in("ana").get(draft.url).status_code == 200

    def test_stay_closed_when_their_document_is_gone(self, sign_in, world, minutes):
        """The file lies in the building's collection, which Teo may see as such."""
        file = file_of(minutes)
        minutes.unpublish()
        assert sign_in("ana").get(file.url).status_code == 404
        minutes.delete()
        assert LibraryFile.objects.filter(document=file).exists()
        for name in ("ana", "teo"):
            assert sign_in(name).get(file.url).status_code == 404
        assert sign_in("boris").get(file.url).status_code == 200

    def test_that_two_documents_use_open_by_either(self, sign_in, world, minutes):
        page = DocumentPage(title="Excerpt", slug="excerpt")
        page.versions = [DocumentVersion(document=file_of(minutes), document_date=LONG_AGO)]
        library = DocumentLibraryPage.objects.child_of(world.homes["willow"]).get()
        publish_page(actor=world.boris, parent=library, page=page)
        assert sign_in("teo").get(file_of(minutes).url).status_code == 200
        read = DocumentRead.objects.get(user=world.teo)
        assert read.page == page

    def test_older_versions_stay_open(self, sign_in, guide):
        page = sign_in("teo").get(f"{WILLOW}heating-guide/").content.decode()
        assert "superseded" in page
        assert file_of(guide).url in page
        assert file_of(guide, 1).url in page
        assert sign_in("teo").get(file_of(guide, 1).url).status_code == 200

    def test_outside_the_library_follow_their_collection(self, sign_in, world):
        assert sign_in("teo").get(world.documents["willow"].url).status_code == 200

    @pytest.mark.parametrize("address", ["/documents/999999/x.pdf", "/documents/9" * 12])
    def test_that_do_not_exist(self, sign_in, address):
        assert sign_in("ana").get(address).status_code == 404

    def test_whose_bytes_are_lost_are_a_missing_page(self, sign_in, world, guide):
        file = file_of(guide)
        get_document_model().objects.filter(pk=file.pk).update(file="documents/lost.pdf")
        response = sign_in("ana").get(f"/documents/{file.pk}/lost.pdf")
        assert response.status_code == 404
        assert not DocumentRead.objects.filter(document=file).exists()

    def test_cannot_be_deleted_while_they_are_used(self, sign_in, guide):
        file = file_of(guide)
        response = sign_in("boris").post(f"/cms/documents/delete/{file.pk}/")
        assert response.status_code in (200, 302, 403)
        assert get_document_model().objects.filter(pk=file.pk).exists()


class TestHeaders:
    def test_a_pdf_opens_in_the_viewer(self, sign_in, guide):
        response = sign_in("ana").get(file_of(guide).url)
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "private" in response["Cache-Control"]

    def test_or_is_saved(self, sign_in, guide):
        response = sign_in("ana").get(f"{file_of(guide).url}?save")
        assert response["Content-Disposition"].startswith("attachment")

    def test_everything_else_is_saved_and_may_do_nothing(self, sign_in, world):
        response = sign_in("ana").get(world.documents["willow"].url)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_what_is_of_no_known_kind_has_no_type(self, sign_in, world):
        file = new_file(world, "page.html")
        response = sign_in("ana").get(file.url)
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")

    def test_nginx_gets_the_path_after_the_check(self, sign_in, settings, minutes):
        settings.X_ACCEL_PREFIX = "/protected/"
        file = file_of(minutes)
        response = sign_in("ana").get(file.url)
        assert response["X-Accel-Redirect"] == f"/protected/{file.file.name}"
        assert response.content == b""
        refused = sign_in("teo").get(file.url)
        assert refused.status_code == 404
        assert "X-Accel-Redirect" not in refused.headers


class TestReading:
    def test_counts_residents_who_get_the_file(self, sign_in, world, guide):
        teo, url = sign_in("teo"), file_of(guide).url
        teo.head(url)
        teo.get(url, headers={"Range": "bytes=1000-2000"})
        assert not DocumentRead.objects.filter(user=world.teo).exists()
        teo.get(url)
        teo.get(url)
        read = DocumentRead.objects.get(user=world.teo)
        assert (read.page, read.document, read.times) == (guide, file_of(guide), 2)
        assert read.first_read_at < read.last_read_at
        assert (read.company, read.building) == (world.willow.company, world.willow)

    @pytest.mark.parametrize("name", STAFF)
    def test_does_not_count_staff(self, sign_in, world, guide, name):
        assert sign_in(name).get(file_of(guide).url).status_code == 200
        assert not DocumentRead.objects.filter(user=world.people[name]).exists()

    def test_is_told_to_the_reader(self, sign_in, guide):
        teo = sign_in("teo")
        assert "you opened this on" not in teo.get(WILLOW).content.decode()
        teo.get(file_of(guide).url)
        assert "you opened this on" in teo.get(WILLOW).content.decode()
        assert "you opened this on" in teo.get(f"{WILLOW}heating-guide/").content.decode()

    def test_of_what_must_be_read_is_asked_for(self, sign_in, world, minutes):
        DocumentRead.objects.all().delete()
        address = f"{WILLOW}meetings/minutes/"
        assert "Please read this document" in sign_in("ana").get(WILLOW).content.decode()
        assert "Please read this document" not in sign_in("teo").get(WILLOW).content.decode()
        assert "Please read this document" in sign_in("ana").get(address).content.decode()
        assert "Please read this document" not in sign_in("boris").get(address).content.decode()
        sign_in("ana").get(file_of(minutes).url)
        for path in (WILLOW, address):
            assert "Please read this document" not in sign_in("ana").get(path).content.decode()

    def test_cannot_be_claimed_for_others(self, world, minutes, guide):
        from foundation.errors import NotFound

        for user, page, file in (
            (world.teo, minutes, file_of(minutes)),
            (world.iris, guide, file_of(guide)),
            (world.teo, guide, file_of(minutes)),
            (world.teo, world.guides["quay"], file_of(guide)),
        ):
            with pytest.raises(NotFound):
                record_reading(actor=user, page=page, document=file)

    def test_is_seen_by_oneself_and_by_those_who_publish(self, world):
        read = DocumentRead.objects.get(user=world.ana)
        for name in ("ana", "boris", "asta", "mara", "sol"):
            assert read in DocumentRead.objects.visible_to(world.people[name])
        for name in ("teo", "fin", "iris", "dara", "emil"):
            assert read not in DocumentRead.objects.visible_to(world.people[name])
