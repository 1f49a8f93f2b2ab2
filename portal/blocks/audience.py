"""Choosing whom something is for, in the words of the building's own apartments."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import StreamField

from portal.audiences import APARTMENT_TYPES, KINDS, NOBODY, Audience, Reader, describe

_FLOORS = re.compile(r"^(-?\d{1,3})(?:\s*(?:-|–|to)\s*(-?\d{1,3}))?$")
_MOST_FLOORS = 250
NO_FLOOR = 9999


def names_in(text: str) -> frozenset[str]:
    """`A, B` as a set of names; Arabic has a comma of its own."""
    return frozenset(part.strip() for part in re.split("[,،]", text) if part.strip())


def floors_in(text: str) -> frozenset[int]:
    """`0, 2-4` as a set of floors.

    Raises:
        ValueError: a part is neither a floor nor a span of floors.
    """
    floors: set[int] = set()
    for part in names_in(text):
        match = _FLOORS.match(part)
        if match is None:
            raise ValueError(part)
        first = int(match[1])
        last = int(match[2]) if match[2] is not None else first
        if not 0 <= last - first <= _MOST_FLOORS:
            raise ValueError(part)
        floors.update(range(first, last + 1))
    return frozenset(floors)


class FloorsBlock(blocks.CharBlock):
    """Floors as people write them."""

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value)
        try:
            floors_in(cleaned)
        except ValueError as error:
            raise ValidationError(
                _("“%(part)s” is no floor. Write floors like 0, 2, 5-7."), params={"part": error}
            ) from error
        return cleaned


class AudienceValue(blocks.StructValue):
    @property
    def audience(self) -> Audience:
        """What was chosen, as a value that can be compared with a reader."""
        try:
            floors = floors_in(self.get("floors") or "")
        except ValueError:
            # Never checked, so never wider than meant: a floor on which nobody lives.
            floors = frozenset({NO_FLOOR})
        return Audience(
            floors=floors,
            risers=names_in(self.get("risers") or ""),
            sections=names_in(self.get("sections") or ""),
            apartment_types=frozenset(self.get("apartment_types") or ()),
            kinds=frozenset(self.get("kinds") or ()),
            apartments=names_in(self.get("apartments") or ""),
        )


class AudienceChoiceBlock(blocks.StructBlock):
    """Who is meant. What is left empty narrows nothing; all that is filled must fit one home."""

    kinds = blocks.MultipleChoiceBlock(
        choices=KINDS, required=False, label=_("Owners, tenants, occupants")
    )
    floors = FloorsBlock(
        required=False, max_length=120, label=_("Floors"), help_text=_("For example 0, 2, 5-7.")
    )
    sections = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Sections"),
        help_text=_("Entrances or wings, separated by commas."),
    )
    risers = blocks.CharBlock(
        required=False, max_length=200, label=_("Risers"), help_text=_("Separated by commas.")
    )
    apartment_types = blocks.MultipleChoiceBlock(
        choices=APARTMENT_TYPES, required=False, label=_("Types of apartment")
    )
    apartments = blocks.CharBlock(
        required=False,
        max_length=1000,
        label=_("Apartments"),
        help_text=_("Numbers as on the doors, separated by commas, for example 4B, 5A."),
    )

    class Meta:
        icon = "group"
        label = _("Only for")
        value_class = AudienceValue

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Numbers and names of parts of the house are the same in every language."""
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.audience.is_everybody:
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Say who is meant, or remove this part."))]
            )
        return cleaned


def audiences_on(page: Any) -> list[tuple[str, AudienceValue]]:
    """(field name, choice) of every audience an editor chose anywhere in the page's streams."""
    return [
        (field.name, choice)
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
        for choice in _choices_in(getattr(page, field.name))
    ]


def _choices_in(value: Any) -> Iterator[AudienceValue]:
    if isinstance(value, AudienceValue):
        yield value
    elif isinstance(value, blocks.StructValue):
        for part in value.values():
            yield from _choices_in(part)
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _choices_in(child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for part in value:
            yield from _choices_in(part)


class AudienceBlock(blocks.StructBlock):
    """A part of a page that only those it is for ever get; made complete by `content`.

    Whoever renders a page sets `request.reader` first (portal.queries.readers). Without one, as
    in feeds, summaries and mails, nobody is reading, and the part is left out.
    """

    only_for = AudienceChoiceBlock()

    class Meta:
        icon = "group"
        label = _("Part for some residents")
        help_text = _("Everybody else gets the page without this part.")
        template = "portal/blocks/audience.html"

    def render(self, value: Any, context: Any = None) -> str:
        reader: Reader = getattr((context or {}).get("request"), "reader", NOBODY)
        audience = value["only_for"].audience
        # An empty choice passes no editor; if one is there all the same, it is no "everybody".
        if not reader.is_staff and (audience.is_everybody or not audience.includes(reader)):
            return ""
        note = self._note(audience, context or {}) if reader.is_staff else ""
        return str(super().render(value, context={**(context or {}), "note": note}))

    def _note(self, audience: Audience, context: Any) -> str:
        """For whom the part is, and how many apartments that are where somebody may count them."""
        words = describe(audience)
        seats = context.get("seats")
        if seats is None:
            return words
        count = len({seat.home.apartment_id for seat in seats if audience.fits(seat.home)})
        counted = ngettext("%(count)s apartment today", "%(count)s apartments today", count)
        return f"{words} · {counted % {'count': count}}"

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: the index of pages answers everybody alike."""
        return []
