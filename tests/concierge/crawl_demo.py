"""Walk the seeded demo as each of its people, and print what is wrong as JSON.

Run by test_demo.py with a database of its own; every link of a page is followed, with at most
`PER_ROUTE` addresses of one route outside the buildings' sites (a desk has a page per apartment).
"""

import json
import os
import re
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

PER_ROUTE = 2
#: One of each kind: who lives, rents, manages, helps, owns the company, runs the platform.
WALKERS = ("nobody", "ana", "teo", "boris", "asta", "mara", "dara", "sol")
START = ("/", "/my/", "/desk/", "/search/?q=lift")
LINK = re.compile(r'\b(?:href|src)="(/[^"#]*)')
#: Signing out ends the walk; the CMS has its own crawler; styles and scripts are no pages.
LEFT_OUT = ("/accounts/logout/", "/cms/", "/static/", "/theme/", "/mail/", "/api/")


def walk(client: Any) -> tuple[dict[str, str], int]:
    """What is wrong, by address, and how many addresses were opened."""
    from django.urls import resolve

    waiting, seen = [(address, "") for address in START], set(START)
    per_route: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    opened = 0
    while waiting:
        address, source = waiting.pop(0)
        response = client.get(address, follow=True)
        opened += 1
        allowed = (200, 403) if not source else (200,)
        if response.status_code not in allowed:
            wrong[address] = f"{response.status_code}, linked from {source or 'the start'}"
            continue
        if response.streaming or "html" not in response.get("Content-Type", ""):
            continue
        for raw in LINK.findall(response.content.decode()):
            target = unescape(raw)
            if target in seen or target.startswith(LEFT_OUT) or target.startswith("//"):
                continue
            seen.add(target)
            match = resolve(target.partition("?")[0])
            is_sorting = "sort=" in target
            if match.view_name != "wagtail_serve" or is_sorting or "?" in target:
                per_route[match.route] += 1
                if per_route[match.route] > PER_ROUTE:
                    continue
            waiting.append((target, address))
    return wrong, opened


def main() -> None:
    import django

    django.setup()
    from django.test import Client

    from accounts.queries.users import user_by_email
    from concierge.demo.cast import PEOPLE

    report: dict[str, Any] = {}
    for name in WALKERS:
        client = Client(raise_request_exception=False)
        if name != "nobody":
            user: Any = user_by_email(PEOPLE[name][2])
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        wrong, opened = walk(client)
        report[name] = {"wrong": wrong, "opened": opened}
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
