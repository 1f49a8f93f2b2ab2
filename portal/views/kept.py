"""Pages kept for all readers for whom they are the same: under which key, and for whom.

A key names company, building, content version, address, language, layout and part of the day. What
differs between readers of one address are the parts meant for some of them. The first entry of an
address says which audiences its page asks about; the answers a reader gives to these lead to the
entry with the reader's own version of the page.
"""

import hashlib
import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest

from foundation import clock, tenancy
from portal.audiences import Audience, Reader, WatchedReader
from portal.queries.addresses import Address
from portal.queries.readers import language_in

log = logging.getLogger(__name__)

#: Parameters that may stand in an address of a kept page. With any other the page is made anew.
PARAMETERS = frozenset({"page", "month", "year", "view", "period", "urgency", "language"})
_LONGEST_VALUE = 20

Parts = list[str]
#: For everybody alike: the page; else the audiences it asks about.
Entry = tuple[Parts | None, tuple[Audience, ...]]


class Store:
    """The cache of pages, with what this process used lately at hand.

    A key names the version of all that its value was made of, so a value never changes its truth
    and may lie in several places. A cache that is away slows the site down and does not stop it.
    """

    def get_many(self, keys: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = caches["pages-nearby"].get_many(keys)
        missing = [key for key in keys if key not in found]
        if missing:
            try:
                fetched = caches["pages"].get_many(missing)
            except Exception:
                log.exception("The cache of pages cannot be read")
                return found
            caches["pages-nearby"].set_many(fetched)
            found |= fetched
        return found

    def set_many(self, values: dict[str, Any], seconds: int) -> None:
        caches["pages-nearby"].set_many(values)
        try:
            caches["pages"].set_many(values, seconds)
        except Exception:
            log.exception("The cache of pages cannot be written")

    def clear(self) -> None:
        """Start afresh, for tests and measurements; changes need no clearing."""
        for name in ("pages-nearby", "pages"):
            caches[name].clear()


store = Store()


def may_be_kept(request: HttpRequest) -> bool:
    """Whether this request could be answered alike for others, before its page is known."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and PARAMETERS.issuperset(request.GET)
        and all(
            len(values) == 1 and len(values[0]) <= _LONGEST_VALUE
            for _, values in request.GET.lists()
        )
        and "X-Requested-With" not in request.headers
        and "HX-Request" not in request.headers
        and not len(get_messages(request))
        # The support is told on every page whom it looks in on.
        and not tenancy.is_platform_staff(request.user)
    )


@dataclass(frozen=True, slots=True)
class KeptPage:
    """The entries of one address in one language, today, as long as nothing changes."""

    prefix: str

    @classmethod
    def at(cls, request: HttpRequest, address: Address) -> "KeptPage":
        where = json.dumps([request.path, sorted(request.GET.items())])
        version = f"{address.company_id}:{address.building_id}:{address.content_version}"
        language, moment = language_in(request, address.language), part_of_day(address.time_zone)
        return cls(f"page:{version}:{language}:{layout_version()}:{moment}:{_digest(where)}:")

    @property
    def key(self) -> str:
        """Of the first entry."""
        return f"{self.prefix}all"

    def find(self, reader: Reader, entry: Entry | None) -> Parts | None:
        """The page as `reader` gets it, if it is there; `entry` is what stands under `key`."""
        if reader.is_staff:
            key = self._staff_key(reader)
        elif entry is None:
            return None
        else:
            page, audiences = entry
            if page is not None:
                return page
            key = self._key_for(reader, audiences)
        found: Parts | None = store.get_many([key]).get(key)
        return found

    def keep(self, reader: WatchedReader, parts: Parts, entry: Entry | None) -> None:
        """Keep a page that was made for `reader`, for all who give its questions the same answers.

        An entry that was there may know further audiences, from another reader's version; the
        longer list tells at least as many readers apart.
        """
        if reader.is_staff:
            store.set_many({self._staff_key(reader): parts}, settings.PAGE_CACHE_SECONDS)
            return
        audiences = list(entry[1]) if entry else []
        audiences += [audience for audience in reader.asked if audience not in audiences]
        first: Entry = (None, tuple(audiences)) if audiences else (parts, ())
        values: dict[str, Any] = {self.key: first}
        if audiences:
            values[self._key_for(reader, tuple(audiences))] = parts
        store.set_many(values, settings.PAGE_CACHE_SECONDS)

    def _staff_key(self, reader: Reader | WatchedReader) -> str:
        return f"{self.prefix}{'editor' if reader.is_editor else 'staff'}"

    def _key_for(self, reader: Reader | WatchedReader, audiences: tuple[Audience, ...]) -> str:
        answers = sorted(
            json.dumps([audience.as_json(), audience.includes(reader)], sort_keys=True)
            for audience in audiences
        )
        return self.prefix + _digest("\n".join(answers))


def part_of_day(time_zone: str) -> str:
    """Date and part of the day where the building stands: pages greet and say what is new."""
    local = clock.now().astimezone(ZoneInfo(time_zone))
    return f"{local.date()}-{0 if local.hour < 12 else 1 if local.hour < 18 else 2}"


def layout_version() -> str:
    """What made the pages: a deployment with other code, templates or texts starts afresh."""
    return _layout_version(clock.now().timestamp() if settings.DEBUG else 0)


@lru_cache(maxsize=1)
def _layout_version(read_again: float) -> str:
    sources = sorted(
        path
        for folder in ("templates", "static", "site", "portal", "buildings", "locale")
        for path in (Path(settings.BASE_DIR) / folder).rglob("*")
        if path.suffix in {".html", ".py", ".css", ".js", ".mo", ".svg"}
    )
    facts = [(path, path.stat()) for path in sources]
    stamps = [f"{path}:{stat.st_mtime_ns}:{stat.st_size}" for path, stat in facts]
    return _digest("\n".join([version("django"), version("wagtail"), *stamps]))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
