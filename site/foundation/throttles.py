"""How often somebody may ask: fixed windows of a minute, counted in the shared cache.

Counting is one atomic step per request (`add`, then `incr`), so many at once cannot all find room.
Nothing here waits for anything: a cache that is away lets requests through, and sign-in has a guard
of its own in the database.
"""

import logging
from dataclasses import dataclass

from django.core.cache import cache

from foundation import clock

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Usage:
    """Where somebody stands in the running window."""

    limit: int
    used: int
    #: Seconds until the next window begins.
    reset: int

    @property
    def is_allowed(self) -> bool:
        return self.used <= self.limit

    @property
    def headers(self) -> dict[str, str]:
        """As programs expect them (draft-ietf-httpapi-ratelimit-headers)."""
        found = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }
        return found if self.is_allowed else found | {"Retry-After": str(self.reset)}


def take(scope: str, key: str, limit: int) -> Usage:
    """Count one request of `key` in `scope`, of which `limit` are allowed in a minute."""
    now = int(clock.now().timestamp())
    window, reset = now // WINDOW_SECONDS, WINDOW_SECONDS - now % WINDOW_SECONDS
    name = f"throttle:{scope}:{key}:{window}"
    try:
        # Longer than the window, so that it cannot vanish while it counts.
        if cache.add(name, 1, 2 * WINDOW_SECONDS):
            return Usage(limit, 1, reset)
        return Usage(limit, cache.incr(name), reset)
    except ValueError:
        # Thrown out between the two steps; the next request begins to count anew.
        return Usage(limit, 1, reset)
    except Exception:
        log.exception("Requests cannot be counted")
        return Usage(limit, 0, reset)
