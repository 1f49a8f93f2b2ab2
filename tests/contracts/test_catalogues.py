"""The catalogues of translations: complete, consistent, with the plural forms of each language."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

ROOT = Path(__file__).resolve().parents[2]


def load() -> Any:
    specification = importlib.util.spec_from_file_location(
        "messages_script", ROOT / "deploy" / "messages.py"
    )
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


messages = load()


def test_there_is_one_for_every_language_but_english() -> None:
    assert ["en", *messages.LANGUAGES] == [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_and_markup_agree(language: str) -> None:
    """What is not translated yet is for `make check`; what is must not break a page."""
    catalogue = messages.read(messages.catalogue_path(language), messages.LANGUAGES[language])
    wrong = {
        messages.first(message): faults
        for message in catalogue
        if message.id and messages.is_done(message) and (faults := messages.faults(message))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Hello %(name)s", "Hallo %(nome)s"), "its placeholders differ"),
        (Message("At most {size} MB", "Höchstens MB"), "its placeholders differ"),
        (Message("Hello", ""), "not translated"),
        (Message("Hello", "Hallo", flags={"fuzzy"}), "unfinished (fuzzy)"),
        (Message("<b>Hello</b>", "<i>Hallo</i>"), "its markup differs"),
        (Message("Hello", 'Hal"lo'), "a straight quotation mark would end an attribute"),
        (Message("Hello", "Hallo "), "spaces around it"),
        (Message("Please read this document", "Bit"), "far too short"),
        (Message(("%(n)s day", "%(n)s days"), ("%(n)s Tag", "")), "not translated"),
        (Message(("%(a)s day", "%(a)s days"), ("Tag", "%(a)s Tage")), "its placeholders differ"),
    ],
)
def test_faults_are_found(message: Message, fault: str) -> None:
    assert messages.faults(message) == [fault]


def test_a_form_for_one_or_two_may_leave_the_number_out() -> None:
    message = Message(("%(n)s day", "%(n)s days"), ("ein Tag", "%(n)s Tage"))
    assert messages.faults(message) == []


def test_components_and_python_are_read() -> None:
    found = {messages.first(message) for message in messages.texts()}
    assert "No announcements yet" in found  # an attribute of a cotton component
    assert "%(kind)s, main contact" in found  # blocktranslate within an attribute
    assert "Colour of the building's site: a hue from 0 to 359." in found
    assert "Moved in" in found  # the words of an audit entry
    assert "Style" not in found  # the page of developers


def test_arabic_has_six_forms() -> None:
    with translation.override("ar"):
        forms = [
            ngettext(
                "%(counter)s result for “%(text)s”", "%(counter)s results for “%(text)s”", number
            )
            for number in (0, 1, 2, 3, 100, 11)
        ]
    assert len(set(forms)) >= 5  # hundreds count like eleven and more in most words
    assert not any("result" in form for form in forms)


def test_compiling_twice_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    path = messages.catalogue_path("de")
    catalogue = messages.read(path, "de")
    catalogue.add("Hello", "Hallo")
    messages.write(path, catalogue)
    assert messages.compile_catalogues() == 0
    compiled = path.with_suffix(".mo")
    before = compiled.stat().st_mtime_ns
    assert messages.compile_catalogues() == 0
    assert compiled.stat().st_mtime_ns == before
    assert not list(path.parent.glob("*.mo.*"))
