"""The one message in which every kind of notification is pushed, and the way it takes."""

import ipaddress
import json
import logging
from email.utils import parseaddr
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import requests
from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from foundation.languages import direction_of

if TYPE_CHECKING:
    import socket

    from notifications.models import Notification, PushDevice

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 5
#: Push services take 4 kB, encrypted.
MOST_BYTES = 3000
#: How long a push service keeps it for a device that is off: of an emergency, a day is too late.
KEPT_SECONDS = {"emergency": 4 * 3600}
KEPT_USUALLY = 24 * 3600


class Outcome(Enum):
    TAKEN = auto()
    #: The push service knows the device no more.
    GONE = auto()
    #: Busy, away, or it wants something that somebody has to look at.
    LATER = auto()


def push_notification(notification: "Notification", device: "PushDevice") -> Outcome:
    """Hand it to the device's push service, encrypted so that only the browser reads it."""
    is_emergency = notification.urgency == "emergency"
    try:
        with _OutwardSession() as session:
            webpush(
                subscription_info={
                    "endpoint": device.endpoint,
                    "keys": {"p256dh": device.p256dh, "auth": device.auth},
                },
                data=payload_of(notification),
                vapid_private_key=Vapid02.from_raw(settings.VAPID_PRIVATE_KEY.encode()),
                vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
                timeout=TIMEOUT_SECONDS,
                ttl=KEPT_SECONDS.get(notification.urgency, KEPT_USUALLY),
                headers={"Urgency": "high" if is_emergency else "normal"},
                requests_session=session,
            )
    except WebPushException as error:
        if error.status_code in (404, 410):
            return Outcome.GONE
        log.warning("A push service answered %s", error.status_code)
        return Outcome.LATER
    except (requests.RequestException, OSError) as error:
        log.warning("A push service cannot be reached: %s", type(error).__name__)
        return Outcome.LATER
    return Outcome.TAKEN


def payload_of(notification: "Notification") -> str:
    """What the service worker shows (templates/notifications/service_worker.js)."""
    message = {
        "title": notification.title,
        "text": notification.text,
        "path": notification.path,
        # The same however often it comes, so that the device shows it once.
        "tag": str(notification.uuid),
        "language": notification.language,
        "direction": direction_of(notification.language),
        "is_emergency": notification.urgency == "emergency",
    }
    excess = len(_plain(message).encode()) - MOST_BYTES
    if excess > 0:
        room = max(len(notification.text.encode()) - excess, 0)
        message["text"] = notification.text.encode()[:room].decode(errors="ignore")
    return _plain(message)


def _plain(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


class _OutwardConnection(HTTPSConnection):
    """Refuses machines behind our own walls, whatever name led there.

    The machine at the other end is asked, not the name: a name may mean another one by now.
    """

    def _new_conn(self) -> "socket.socket":
        connection = super()._new_conn()
        if not ipaddress.ip_address(connection.getpeername()[0]).is_global:
            connection.close()
            raise OSError("not a public address")
        return connection


class _OutwardPool(HTTPSConnectionPool):
    ConnectionCls = _OutwardConnection


class _OutwardAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _OutwardPool}


class _OutwardSession(requests.Session):
    """Follows no redirects, reads no proxies and passwords of the machine it runs on."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        if not settings.PUSH_TO_ANY_HOST:
            self.adapters.clear()
            self.mount("https://", _OutwardAdapter())

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        return super().request(*args, **kwargs | {"allow_redirects": False})
