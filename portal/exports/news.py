"""Announcements as an Atom feed (RFC 4287), for news readers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.feedgenerator import Atom1Feed

from foundation import clock

if TYPE_CHECKING:
    from buildings.properties.models import Building

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


def news_feed(
    news: "Iterable[tuple[Any, Building]]",
    *,
    title: str,
    language: str,
    address: str,
    absolute: Callable[[str], str],
) -> bytes:
    """Announcements with their buildings as one feed; each entry leads to the whole text.

    The text itself stays behind the sign-in, with its pictures and documents.
    """
    feed = Atom1Feed(
        title=title, link=absolute("/"), description="", language=language, feed_url=address
    )
    for page, building in news:
        published = page.first_published_at or clock.now()
        feed.add_item(
            title=page.title,
            link=absolute(page.get_url() or "/"),
            description=page.summary,
            unique_id=f"urn:uuid:{page.translation_key}",
            pubdate=published,
            updateddate=max(published, page.last_published_at or published),
            author_name=building.name,
            categories=[str(page.get_urgency_display())],
        )
    return str(feed.writeString("utf-8")).encode()
