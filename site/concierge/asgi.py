"""Live connections, and for small installations everything else beside them, in one process.

Pages stay plain WSGI, in threads: under ASGI each would pay for every middleware. Larger
installations send `/live/` here and the rest to `concierge.wsgi` (docs/deployment.md).
"""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings.production")
pages = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]

# Needs the apps, which the line above has loaded.
from notifications.live.door import Live  # noqa: E402

live = Live()


async def application(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Each kind of traffic to its part."""
    if scope["type"] == "websocket":
        await live.connect(scope, receive, send)
    elif scope["type"] == "lifespan":
        await live.live(receive, send)
    else:
        await pages(scope, receive, send)
