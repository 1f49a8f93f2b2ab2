"""One search over the pages a reader may see."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.models import Page

from portal.queries import readable_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

#: Longer input is cut: nobody types more, and the index need not parse it.
MAX_QUERY_LENGTH = 120
MAX_HITS = 50


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    url: str
    summary: str
    place: str


def search_pages(user: "User | AnonymousUser", text: str) -> list[Hit]:
    """Live pages matching `text` in buildings `user` may read, best first; at most `MAX_HITS`."""
    # Words only: the index's own operators mean nothing to readers, and a lone quote breaks SQLite.
    text = " ".join(re.findall(r"\w+", text[:MAX_QUERY_LENGTH]))
    if not text:
        return []
    found: list[Page] = list(readable_pages(user).search(text, operator="and")[:MAX_HITS])
    specific = Page.objects.specific().in_bulk([page.pk for page in found])
    return [_hit(specific[page.pk]) for page in found]


def _hit(page: Page) -> Hit:
    return Hit(
        title=page.title,
        url=page.get_url() or "",
        summary=page.search_description or getattr(page, "summary", ""),
        place=page.get_parent().title,
    )
