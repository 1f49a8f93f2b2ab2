"""Pages that exist in several languages.

The original of a page stands in its building's own tree and has the one address. A translation
stands at the same place of a second tree, whose home is a sibling of the building's home named
`<building>--<language>`: no building can take that name, and everything that derives from a place
in the tree (who reads, who edits, where files may come from) holds for translations as well.
Readers never see those addresses: they open the original and get the text in their language.
"""

import re
from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.models import Locale, Page, get_page_models
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

_TRANSLATED_HOME = re.compile(r"^(/[^/]+/[^/]+?)--[a-z-]+/")


def translated_slug(slug: str, language: str) -> str:
    """The slug of a translated tree's home; two hyphens are refused in names of buildings."""
    return f"{slug}--{language.lower()}"


class TranslatablePage(Page):
    """Base of every page of a company or building."""

    class Meta:
        abstract = True

    #: A translation keeps the slugs of its original, so that one address fits all languages.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("seo_title", overridable=False),
    ]

    def copy_for_translation(
        self,
        locale: Locale,
        copy_parents: bool = False,
        alias: bool = False,
        exclude_fields: Any = None,
    ) -> Any:
        """A draft at the same place of the translated tree, parents included.

        Never an alias: nobody reads a page there before it is translated and published.
        """
        return super().copy_for_translation(
            locale, copy_parents=copy_parents, alias=False, exclude_fields=exclude_fields
        )

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        """A translation's address is that of its original."""
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, path = parts
        return site_id, root_url, _TRANSLATED_HOME.sub(r"\1/", path)


def keep_facts_as_in_the_original() -> None:
    """A translation has words of its own, and pictures, dates and settings of the original.

    wagtail-localize would offer to replace these too, through views that take any id.
    """
    # All are read before the first is set: a page type without fields of its own would take those
    # of the type it extends.
    fields = {model: get_translatable_fields(model) for model in get_page_models()}
    for model, of_model in fields.items():
        model.translatable_fields = [
            SynchronizedField(field.field_name, overridable=False)
            if isinstance(field, SynchronizedField)
            else field
            for field in of_model
        ]
