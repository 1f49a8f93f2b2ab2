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


def network_of(ip: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that each customer of IPv6 gets whole.

    Counted one by one, the addresses of a single connection would never come to an end.
    """
    address = ipaddress.ip_address(ip)
    if address.version == 4:
        return ip
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)).network_address)


def _plain(text: str) -> str | None:
    """One spelling for each address; IPv4 in the clothes of IPv6 is undressed.

    Some proxies add the port. An interface (`%eth0`) is a name on one machine only, which
    PostgreSQL does not take for part of an address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
