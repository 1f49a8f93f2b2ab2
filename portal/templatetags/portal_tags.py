"""Filters for what people write by hand on the building's pages."""

import re
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

from foundation.languages import direction_of

register = template.Library()


@register.filter
def tel(phone: str) -> str:
    """`+49 (40) 555-01` as the address of a call: digits and the leading plus only."""
    plus = "+" if phone.strip().startswith("+") else ""
    return f"tel:{plus}{re.sub(r'[^0-9]', '', phone)}"


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and last word of a name: `Ana Maria Almeida` is AA."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def short_number(value: Decimal) -> str:
    """All decimals that say something: `0.85000` is 0.85, in the reader's language."""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return str(number_format(value, decimal_pos=decimals))


@register.filter
def words_in(text: str, language: str) -> str:
    """`text` marked as being in `language`; as it is where that is empty.

    It keeps its own direction and its full stop in place, and stands where the line begins.
    """
    return format_html('<bdi lang="{}">{}</bdi>', language, text) if text and language else text


#: `rtl` or `ltr`, for the attribute beside `lang`.
register.filter("text_direction", direction_of)
