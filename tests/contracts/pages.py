"""The pages a person can open, found by following links from where they land."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

START = (
    "/",
    "/my/",
    "/desk/",
    "/search/?q=rules",
    "/accounts/email/",
    "/accounts/password/change/",
)
_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
#: Other houses: the CMS has its own crawler, files and documents are no pages.
_ELSEWHERE = ("/cms/", "/files/", "/documents/", "/api/", "/static/", "/accounts/logout/", "/mail/")


def crawl(client: Any, limit: int = 60) -> Iterator[tuple[str, Any]]:
    """Each page reachable by links, once, as (address, response); at most `limit`."""
    waiting, seen = list(START), set(START)
    while waiting and len(seen) <= limit + len(START):
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        if response.request["PATH_INFO"].startswith(_ELSEWHERE):
            continue
        yield address, response
        if "html" not in response.get("Content-Type", "") or response.streaming:
            continue
        for link in _LINK.findall(response.content.decode()):
            target = unescape(link)
            if target not in seen and not target.startswith(_ELSEWHERE):
                seen.add(target)
                waiting.append(target)
