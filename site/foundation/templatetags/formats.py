"""Dates and amounts in the reader's language, where Django's own filters are weak."""

import datetime as dt

from babel.dates import format_date
from django import template
from django.conf import settings

from foundation.languages import known, locale_of
from foundation.money import Money

register = template.Library()


@register.filter
def weekday_date(value: dt.date | None) -> str:
    """`Tuesday, 25 November 2025`, as a calendar in the reader's language has it."""
    return format_date(value, "full", locale_of()) if value else ""


@register.filter
def country_name(code: str) -> str:
    """`Germany` for DE; an unknown code stays as it is."""
    return str(locale_of().territories.get(code, code))


@register.filter
def language_name(code: str) -> str:
    """The language in its own words, `Deutsch` for de; an unknown code stays as it is."""
    return dict(settings.LANGUAGES).get(known(code), code)


@register.filter
def money(value: Money | None) -> str:
    """`€1,234.50`, with the habits of the reader's language."""
    return value.format(str(locale_of())) if value is not None else ""
