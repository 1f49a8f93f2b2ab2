"""Words come out of files; whatever is hostile or broken comes out as a reason."""

import pytest

from search.files import office, reading
from search.files.limits import MOST_CHARACTERS, MOST_MEMBERS
from search.files.reading import FileText, read_text
from tests.search import files


class TestWords:
    def test_of_a_pdf_from_all_its_pages(self):
        found = read_text(files.pdf("Fire drill on Monday", "Second page"), "pdf")
        assert found == FileText("read", "Fire drill on Monday Second page")

    def test_of_a_word_file_with_its_tables(self):
        content = files.word("Übergabe am Freitag", "Zweiter Absatz", cell="In der Tabelle")
        found = read_text(content, ".DOCX")
        assert found.text == "Übergabe am Freitag Zweiter Absatz In der Tabelle"

    def test_of_an_open_document_in_reading_order(self):
        content = files.odt(
            "<text:h>Heading</text:h><text:p>one <text:span>two</text:span> three</text:p>"
        )
        assert read_text(content, "odt").text == "Heading one two three"

    @pytest.mark.parametrize(
        "content",
        ["Müll, résumé", "Müll, résumé".encode("utf-16"), "Müll, résumé".encode("cp1252")],
    )
    def test_of_plain_text_in_the_usual_encodings(self, content):
        raw = content.encode() if isinstance(content, str) else content
        assert read_text(raw, "txt") == FileText("read", "Müll, résumé")

    def test_are_cut_where_nobody_would_read_on(self):
        assert len(read_text(b"word " * MOST_CHARACTERS, "csv").text) == MOST_CHARACTERS


class TestReasons:
    @pytest.mark.parametrize(
        ("content", "kind", "state"),
        [
            (b"", "txt", "empty"),
            (b" \x00 \n", "csv", "empty"),
            (b"%PDF-1.4 and then nothing", "pdf", "broken"),
            (b"", "pdf", "broken"),
            (b"PK\x03\x04 no archive", "docx", "broken"),
            (b"MZ", "exe", "unsupported"),
            (b"MZ", "", "unsupported"),
        ],
    )
    def test_why_there_are_no_words(self, content, kind, state):
        assert read_text(content, kind) == FileText(state)

    def test_a_scanned_pdf_has_none(self):
        assert read_text(files.pdf(""), "pdf") == FileText("empty")

    def test_a_locked_pdf(self):
        assert read_text(files.pdf("Secret", password="secret"), "pdf") == FileText("locked")

    def test_entities_are_not_expanded(self):
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
        content = files.zipped({"content.xml": bomb})
        assert read_text(content, "odt") == FileText("broken")

    def test_a_zip_bomb_is_not_unpacked(self, monkeypatch):
        monkeypatch.setattr(office, "MOST_UNPACKED", 1_000)
        content = files.zipped({"word/document.xml": b" " * 1_001})
        with pytest.raises(office.TooLarge):
            office.text_of_docx(content)

    def test_an_archive_of_many_files_is_not_opened(self):
        members = {f"f{number}": "" for number in range(MOST_MEMBERS + 1)}
        with pytest.raises(office.TooLarge):
            office.text_of_docx(files.zipped(members | {"word/document.xml": "<x/>"}))

    def test_a_file_larger_than_all_is_not_looked_at(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_BYTES", 10)
        assert read_text(b"x" * 11, "txt") == FileText("too_large")

    def test_a_reader_that_hangs_is_stopped(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_SECONDS", 0.01)
        assert read_text(files.pdf("Slow"), "pdf") == FileText("broken")
