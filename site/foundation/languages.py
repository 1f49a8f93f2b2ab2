"""The languages of the product: who is spoken to in which, and what habits each follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils import timezone, translation

#: Where a plain language code would follow another country's habits.
_REGIONS = {"en": "en_GB", "pt": "pt_PT"}


def known(code: str | None) -> str:
    """The language of the product that serves `code` (`pt` for `pt-br`); empty if there is none."""
    try:
        return translation.get_supported_language_variant((code or "").lower())
    except LookupError:
        return ""


def locale_of(language: str | None = None) -> Locale:
    """Babel's locale of a language code such as `pt` or `pt-br`, by default of the active one."""
    code = language or translation.get_language() or settings.LANGUAGE_CODE
    return Locale.parse(_REGIONS.get(code, code).replace("-", "_"))


def in_every_language(text: str) -> tuple[str, ...]:
    """What `text` is called in each language of the product, English first."""
    spoken = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            spoken.append(translation.gettext(text))
    return tuple(dict.fromkeys(spoken))


def direction_of(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if translation.get_language_info(known(language) or "en")["bidi"] else "ltr"


def language_for(user: Any = None, building: Any = None) -> str:
    """In which language a person is written to: their own choice, else the building's."""
    return (
        known(getattr(user, "language", ""))
        or known(getattr(building, "language", ""))
        or settings.LANGUAGE_CODE
    )


@contextmanager
def speaking(user: Any = None, building: Any = None) -> Iterator[str]:
    """Work outside a request in a person's language and by their building's clock."""
    language = language_for(user, building)
    with (
        translation.override(language),
        timezone.override(getattr(building, "time_zone", None)),
    ):
        yield language
