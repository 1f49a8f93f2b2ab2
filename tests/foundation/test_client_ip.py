"""One helper says where a request comes from, whoever stands in front and whatever they claim."""

from typing import Any

import pytest
from django.test import RequestFactory

from foundation.requests import client_ip, network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, None, "203.0.113.7", "203.0.113.7"),
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "203.0.113.7", "127.0.0.1", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "127.0.0.1", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "127.0.0.1", "203.0.113.7"),
        # Shorter than it should be: somebody asked past a proxy.
        (2, "203.0.113.7", "127.0.0.1", "127.0.0.1"),
        (1, None, "203.0.113.7", "203.0.113.7"),
        (1, "rubbish'--", "203.0.113.7", "203.0.113.7"),
        (1, " 2001:DB8::1 ", "127.0.0.1", "2001:db8::1"),
        (0, None, "::ffff:203.0.113.7", "203.0.113.7"),
        # Some proxies add the port.
        (1, "198.51.100.1, 203.0.113.7:4711", "127.0.0.1", "203.0.113.7"),
        (1, "[2001:db8::1]:443", "127.0.0.1", "2001:db8::1"),
        # The name of an interface is no part of an address for PostgreSQL.
        (1, "fe80::1%eth0", "127.0.0.1", "fe80::1"),
        (1, "::::, [", "203.0.113.7", "203.0.113.7"),
        (1, ",", "203.0.113.7", "203.0.113.7"),
        # A socket without a proxy in front.
        (0, None, "", None),
        (1, "", "", None),
    ],
)
def test_client_ip(
    proxies: int, forwarded: str | None, remote: str, expected: str | None, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert client_ip(request) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("remote", ["", "rubbish"])
def test_signing_in_works_without_an_address(remote: str, world: Any, client: Any) -> None:
    credentials = {"login": "ana@willow.example", "password": "concierge-demo"}
    response = client.post("/accounts/login/", credentials, REMOTE_ADDR=remote)
    assert response.status_code == 302


def test_one_customer_of_ipv6_is_one_place() -> None:
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("2001:db8:1:2:3::9") == network_of("2001:db8:1:2::1") == "2001:db8:1:2::"


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["fe80::1%eth0", "1.2.3.4.5", "[", "203.0.113.7:x"])
def test_no_header_breaks_signing_in(
    forwarded: str, world: Any, client: Any, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    credentials = {"login": "ana@willow.example", "password": "concierge-demo"}
    response = client.post("/accounts/login/", credentials, headers={"X-Forwarded-For": forwarded})
    assert response.status_code == 302
