"""Search knows the words inside of files, once the worker has read them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from search.models import DocumentText
from tests.queue import drain
from tests.search import files
from tests.search.conftest import headings

pytestmark = pytest.mark.django_db


class TestDocuments:
    @pytest.fixture
    def library(self, world, publish):
        """A page with a document of the building; answers the document."""

        def add(content, name="rules.txt", title="Ordinance", collection="willow", **values):
            document = get_document_model().objects.create(
                title=title,
                file=ContentFile(content, name=name),
                collection=world.homes[collection].collection,
            )
            page = publish(
                "Papers",
                body=[("documents", {"title": "", "documents": [document]})],
                **values,
            )
            return document, page

        return add

    def test_are_found_by_title_and_words_and_lead_to_the_file(self, ask, library):
        document, page = library(b"No drumming after ten o'clock.")
        for text in ("ordinance", "drumming"):
            (item,) = ask("ana", text)["items"]
            assert (item["kind"], item["heading"]) == ("document", "Ordinance")
            assert item["url"] == document.url
            assert item["page_title"] == "Papers"
            assert item["page_url"] == page.get_url()
        assert "No <mark>drumming</mark>" in ask("ana", "drumming")["items"][0]["snippet_html"]

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.pdf", files.pdf("No drumming")), ("a.docx", files.word("No drumming"))],
    )
    def test_in_pdf_and_word_are_read_by_the_worker(self, ask, library, name, content):
        library(content, name=name)
        (item,) = ask("ana", "drumming")["items"]
        assert item["snippet_html"] == "No <mark>drumming</mark>"

    @pytest.mark.parametrize(
        ("content", "state"),
        [(files.pdf("No drumming", password="x"), "locked"), (b"%PDF-1.7 broken", "broken")],
    )
    def test_that_cannot_be_read_are_found_by_title(self, ask, library, content, state, caplog):
        document, _ = library(content, name="a.pdf")
        assert ask("ana", "drumming")["count"] == 0
        assert headings(ask("ana", "ordinance")) == ["Ordinance"]
        assert DocumentText.objects.get(document=document).state == state
        assert f"document {document.pk} could not be read: {state}" in caplog.text

    def test_of_no_live_page_are_not_found(self, ask, library):
        assert ask("ana", "kind")["count"] == 0  # the world's own document says "Be kind."
        _, page = library(b"No drumming.")
        page.unpublish()
        assert ask("ana", "drumming")["count"] == 0

    def test_linked_in_a_text_are_found(self, ask, world, publish):
        document = world.documents["willow"]
        publish(
            "Letter", body=[("text", f'<p><a linktype="document" id="{document.pk}">x</a></p>')]
        )
        assert headings(ask("ana", "kind")) == ["Weeping rules"]

    def test_on_two_pages_are_one_hit(self, ask, world, library):
        document, _ = library(b"No drumming.")
        page = world.infos["willow"]
        page.body = [("documents", {"title": "", "documents": [document]})]
        page.save_revision().publish()
        drain()
        assert headings(ask("ana", "drumming")) == ["Ordinance"]
        assert ask("ana", "drumming", kind="document")["count"] == 1

    def test_of_another_building_are_not_found_through_a_page(self, ask, world, library):
        library(b"No drumming.", collection="quay")
        for name in ("ana", "boris", "iris"):
            assert ask(name, "drumming")["count"] == 0

    def test_that_are_deleted_are_gone_at_once(self, ask, library):
        document, _ = library(b"No drumming.")
        document.delete()
        assert ask("ana", "drumming")["count"] == 0

    def test_with_another_file_are_read_again(self, ask, library):
        document, _ = library(b"No drumming.")
        document.file = ContentFile(b"No trumpets.", name="new.txt")
        document.save()
        drain()
        assert ask("ana", "drumming")["count"] == 0
        assert headings(ask("ana", "trumpets")) == ["Ordinance"]

    def test_with_a_new_title_follow(self, ask, library):
        document, _ = library(b"No drumming.")
        document.title = "By-laws"
        document.save()
        drain()
        assert headings(ask("ana", "drumming")) == ["By-laws"]

    def test_whose_file_is_lost_are_found_by_title(self, ask, world, publish):
        document = get_document_model().objects.create(
            title="Lost file", file="documents/none.pdf", file_size=1,
            collection=world.homes["willow"].collection,
        )  # fmt: skip
        publish("Papers", body=[("documents", {"title": "", "documents": [document]})])
        assert headings(ask("ana", "lost")) == ["Lost file"]
