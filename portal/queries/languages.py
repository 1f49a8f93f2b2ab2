"""Pages in the reader's language: the original has the address, its translation the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from portal.queries.access import building_home_of

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.models import BuildingHomePage


def locale_of(language: str) -> Locale:
    """The content language for a language code such as `de` or `pt-br`; else the platform's own."""
    known = {locale.language_code: locale for locale in Locale.objects.all()}
    for code in (language.lower(), language.lower().partition("-")[0], settings.LANGUAGE_CODE):
        if code in known:
            found: Locale = known[code]
            return found
    raise Locale.DoesNotExist(f"No content language for {language}; run the migrations.")


def original_home_of(home: "BuildingHomePage") -> "BuildingHomePage":
    """The building's own home, for the home of a translated tree."""
    from portal.models import BuildingHomePage

    if not home.is_translation:
        return home
    originals = BuildingHomePage.objects.select_related("building__company")
    original: BuildingHomePage = originals.get(building_id=home.building_id, is_translation=False)
    return original


def original_of(page: Page) -> Page:
    """The page that has the address; the page itself unless it stands in a translated tree."""
    home = building_home_of(page)
    if home is None or not home.is_translation:
        return page
    above = original_home_of(home).path
    found: Page | None = (
        Page.objects.filter(translation_key=page.translation_key, path__startswith=above)
        .specific()
        .first()
    )
    return found or page


def translations_of(pages: Sequence[Page], language: str) -> dict[Any, Page]:
    """Published translations of `pages` (originals of one building) by translation key."""
    keys = [page.translation_key for page in pages]
    found = Page.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    return {page.translation_key: page for page in found.specific()} if keys else {}


def in_language(pages: Sequence[Any], building: "Building", language: str) -> list[Any]:
    """The same pages in the same order, each translated where a translation is published.

    Those that are not keep the words of the original and say so by `foreign_language`, for the
    `lang` of their title in a list. Nothing is asked where the building's own language is wanted.
    """
    translated = translations_of(pages, language) if language != building.language else {}
    shown = [translated.get(page.translation_key, page) for page in pages]
    for page in shown:
        is_foreign = language != building.language and page.translation_key not in translated
        page.foreign_language = building.language if is_foreign else ""
    return shown


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language that a page can be read in."""

    code: str
    name: str
    is_current: bool


def language_choices(page: Page, home: "BuildingHomePage | None") -> list[LanguageChoice]:
    """The languages to read `page` in, its building's first; none where there is only one.

    No query in a building without translations.
    """
    if home is None or not getattr(home, "has_translations", True):
        return []
    live = Page.objects.live().filter(translation_key=page.translation_key).order_by("path")
    found = list(live.values_list("pk", "locale__language_code"))
    names = dict(settings.LANGUAGES)
    choices = [LanguageChoice(code, names.get(code, code), pk == page.pk) for pk, code in found]
    return choices if len(choices) > 1 else []


def foreign_language_of(page: Page, choices: Sequence[LanguageChoice], building: Any) -> str:
    """The language of `page`'s words where the page around them speaks another; else empty."""
    current = next((choice.code for choice in choices if choice.is_current), "")
    language = current or (building.language if building is not None else "")
    return "" if language == get_language() else language


def pages_of_translation(translation_id: int) -> list[int]:
    """Ids of the original and the translated page that a row of the translation memory is about."""
    found = Translation.objects.filter(pk=translation_id).select_related("source").first()
    return _pages_of(found.source, found.target_locale_id) if found is not None else []


def pages_of_translation_source(source_id: int) -> list[int]:
    """Ids of the original and of all its translations."""
    source = TranslationSource.objects.filter(pk=source_id).first()
    return _pages_of(source) if source is not None else []


def _pages_of(source: TranslationSource, target_locale_id: int | None = None) -> list[int]:
    pages = Page.objects.filter(translation_key=source.object_id)
    if target_locale_id is not None:
        pages = pages.filter(locale_id__in=[source.locale_id, target_locale_id])
    return list(pages.values_list("pk", flat=True))
