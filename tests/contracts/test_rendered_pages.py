"""Promises about every page outside /cms/: no raw component, no inline code, a strict policy."""

import re
from typing import Any

import pytest

from tests.contracts.pages import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.once]

VISITORS = ["nobody", "ana", "boris", "fin", "mara", "dara", "sol"]
#: The error pages and the forms with mistakes, which no link leads to.
MISSING = ["/harbour/no-such-house/", "/no-such-company/", "/files/none.png", "/desk/none/"]

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.I)
INLINE_STYLE = re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.I)
EVENT_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.I)
OUTSIDE = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//", re.I
)
UNRENDERED = re.compile(r"\{%|\{\{|%\}|\}\}")


def faults(response: Any) -> list[str]:
    """What is wrong with one response."""
    found = []
    policy = response.get("Content-Security-Policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy:
        found.append(f"weak policy: {policy or 'none'}")
    if response.get("X-Frame-Options") != "DENY":
        found.append("may be framed")
    if response.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if "html" not in response.get("Content-Type", ""):
        return found
    html = response.content.decode()
    checks = {
        "raw component": re.compile(r"</?c-"),
        "inline script": INLINE_SCRIPT,
        "inline style": INLINE_STYLE,
        "inline event handler": EVENT_HANDLER,
        "something from another host": OUTSIDE,
        "template code": UNRENDERED,
    }
    for what, pattern in checks.items():
        match = pattern.search(html)
        if match:
            found.append(f"{what}: …{html[max(0, match.start() - 30) : match.end() + 60]}…")
    if "<title>" not in html or 'lang="' not in html:
        found.append("no title or language")
    if html.count("<h1") != 1:
        found.append(f"{html.count('<h1')} main headings")
    return found


@pytest.mark.parametrize("name", VISITORS)
def test_every_page_one_can_reach(name: str, sign_in: Any) -> None:
    client = sign_in(name)
    wrong, opened = {}, 0
    for address, response in crawl(client):
        opened += 1
        if response.status_code >= 500:
            wrong[address] = ["server error"]
        elif found := faults(response):
            wrong[address] = found
    assert wrong == {}
    assert opened >= (8 if name in ("ana", "boris", "mara") else 3)


@pytest.mark.parametrize("address", MISSING)
@pytest.mark.parametrize("name", ["nobody", "ana"])
def test_error_pages_keep_the_same_promises(address: str, name: str, sign_in: Any) -> None:
    response = sign_in(name).get(address, follow=True)
    assert response.status_code in (200, 404)
    assert faults(response) == []


def test_links_lead_somewhere(sign_in: Any) -> None:
    """No page a manager can reach links to a missing page."""
    dead = [a for a, response in crawl(sign_in("mara")) if response.status_code == 404]
    assert dead == []


@pytest.mark.parametrize("name", ["boris", "ana", "emil"])
def test_api_answers_carry_the_policy_too(name: str, sign_in: Any) -> None:
    response = sign_in(name).get("/api/v1/buildings")
    assert faults(response) == []
