"""What a request tells about its sender."""

import ipaddress
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is a person, so it can be an actor."""

    user: "User"


def client_ip(request: HttpRequest) -> str | None:
    """The address of the client, or None where there is none (a socket without a proxy in front).

    Each of our own proxies adds the address that it was asked from to the end of
    `X-Forwarded-For`. What stands before that came from the client and is anybody's invention, so
    exactly `TRUSTED_PROXY_COUNT` places are counted from the end.
    """
    count: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if count:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= count and (ip := _plain(hops[-count])):
            return ip
    return _plain(request.META.get("REMOTE_ADDR", ""))


def _plain(text: str) -> str | None:
    """One spelling for each address; IPv4 in the clothes of IPv6 is undressed."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
