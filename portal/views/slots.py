"""Places in a page that are filled for each reader, while the rest is made once for many.

While such a page is made, `request.slots` stands for the person: context and templates write
`slots.mark("user_name")` where they would write the name. The mark holds a random word, so that no
author of a page can write one, and survives escaping.
"""

import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from portal.queries.frame import Link, account_links, initials_of, theme_of, unread_badge
from portal.queries.home import greeting_in


class Slots:
    def __init__(self) -> None:
        self._word = secrets.token_hex(8)

    def mark(self, name: str) -> str:
        """What stands in the page until `fill` puts the value there."""
        if name not in FILLERS:
            raise KeyError(f"Nothing fills a slot “{name}”; see portal.views.slots.FILLERS.")
        return f"slot-{self._word}-{name}-"

    def cut(self, html: str) -> list[str] | None:
        """The page cut at its marks: text, slot, text, …; None if a mark was damaged on the way."""
        parts = re.split(f"slot-{self._word}-({'|'.join(FILLERS)})-", html)
        return None if self._word in "".join(parts[::2]).lower() else parts


def fill(parts: list[str], request: HttpRequest, time_zone: str) -> str:
    """The page for the person who asks, from what is at hand: no query."""
    filled = list(parts)
    for place in range(1, len(parts), 2):
        filled[place] = FILLERS[parts[place]](request, time_zone)
    return "".join(filled)


@lru_cache(maxsize=256)
def _menu(links: tuple[Link, ...], language: str | None) -> str:
    return render_to_string("portal/_account_links.html", {"links": links})


#: What each slot holds, as HTML.
FILLERS: dict[str, Callable[[Any, str], str]] = {
    "user_name": lambda request, zone: escape(request.user.display_name),
    "user_initials": lambda request, zone: escape(initials_of(request.user)),
    "greeting": lambda request, zone: escape(greeting_in(zone, request.user.first_name)),
    "theme": lambda request, zone: theme_of(request.user),
    "unread": lambda request, zone: unread_badge(request.user),
    "account_links": lambda request, zone: _menu(account_links(request.user), get_language()),
    "csrf_token": lambda request, zone: get_token(request),
}
