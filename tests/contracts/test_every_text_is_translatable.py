"""With every translated text in brackets, nothing outside the brackets is ours.

What is left must be content: what people of the house wrote, names, numbers, file types.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from zoneinfo import available_timezones

import pytest
from babel.dates import format_date
from django.apps import apps
from django.core.cache import caches
from django.db import models
from django.utils import translation

from accounts.models import User
from foundation.languages import locale_of
from foundation.templatetags import formats
from portal.queries.frame import initials_of
from tests.contracts.pages import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OPEN, CLOSE = "⟦", "⟧"
#: Attributes that people read or hear.
SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-confirm")
#: Names of things that have no other name in any language, and the demo's own words.
KNOWN = {
    "new", "concierge", "english", "deutsch", "français", "español", "português", "العربية",
    "xlsx", "csv", "pdf", "txt", "png", "mb", "kb", "utc", "europe", "berlin", "eur", "de", "m²",
}  # fmt: skip
#: Pages of developers, in English only.
NOT_FOR_RESIDENTS = ("/style/", "/mail/")


class Texts(HTMLParser):
    """Everything of a page that reaches a person."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """A translation may hold tags, so brackets are counted across them."""
        if not self._silent and data.strip():
            self.found.append(f"{OPEN * self._depth}{data.strip()}")
            self._depth += data.count(OPEN) - data.count(CLOSE)


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put every translated text in brackets, without a catalogue."""
    translation.gettext("")  # The real functions are put in place with the first call.
    names = ("gettext", "pgettext", "ngettext", "npgettext")
    for name in names:
        real = getattr(translation._trans, name)
        monkeypatch.setattr(
            translation._trans, name, lambda *given, real=real: f"{OPEN}{real(*given)}{CLOSE}"
        )
    monkeypatch.setattr(
        formats, "format_date", lambda *given: f"{OPEN}{format_date(*given)}{CLOSE}"
    )
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def content() -> set[str]:
    """The words that stand in the database: those of the house, not ours."""
    words: set[str] = set()
    for model in apps.get_models():
        if model._meta.app_label in ("contenttypes", "auth", "django_q", "sessions"):
            continue
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for values in model._default_manager.values_list(*fields) if fields else ():
            words |= {word for value in values for word in words_of(str(value))}
    initials = {initials_of(user).lower() for user in User.objects.all()}
    # Babel translates these; time zones have their names everywhere.
    english = locale_of("en")
    names = [*english.territories.values(), *english.currencies.values(), *available_timezones()]
    names += english.currencies
    return words | initials | {word for name in names for word in words_of(name)}


def words_of(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W\d_]{2,}", text)]


def outside_brackets(text: str) -> str:
    depth, kept = 0, []
    for char in text:
        depth += (char == OPEN) - (char == CLOSE)
        if depth == 0 and char != CLOSE:
            kept.append(char)
    return "".join(kept)


def ours(html: str, theirs: set[str]) -> list[str]:
    """Texts of a page that no catalogue can translate."""
    reader = Texts()
    reader.feed(html)
    return sorted(
        {text for text in reader.found if set(words_of(outside_brackets(text))) - theirs - KNOWN}
    )


@pytest.mark.parametrize("name", ["nobody", "ana", "boris", "mara"])
def test_nothing_of_ours_stands_outside(name: str, sign_in: Any, bracketed: None) -> None:
    theirs = content()
    found: dict[str, list[str]] = {}
    opened = 0
    for address, response in crawl(sign_in(name)):
        is_page = response.status_code < 400 and "html" in response.get("Content-Type", "")
        if not is_page or address.startswith(NOT_FOR_RESIDENTS):
            continue
        opened += 1
        if texts := ours(response.content.decode(), theirs):
            found[address] = texts[:8]
    assert found == {}
    assert opened >= 2


@pytest.mark.parametrize(
    ("name", "address"),
    [("ana", "/desk/"), ("ana", "/no/such-page/"), ("nobody", "/accounts/password/reset/")],
)
def test_nor_on_the_pages_nobody_links_to(
    name: str, address: str, sign_in: Any, bracketed: None
) -> None:
    response = sign_in(name).get(address)
    assert ours(response.content.decode(), content()) == []


def test_the_test_sees_a_forgotten_text() -> None:
    html = f"<p title='Forgotten'>{OPEN}Marked {OPEN}twice{CLOSE}{CLOSE} Forgotten too, Ana</p>"
    assert ours(html, {"ana"}) == [
        "Forgotten", f"{OPEN}Marked {OPEN}twice{CLOSE}{CLOSE} Forgotten too, Ana",
    ]  # fmt: skip
