"""What makes the site an app keeps nothing of anybody."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from notifications.views import OFFLINE_FILES

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    found = json.loads(answer.content)
    assert (found["start_url"], found["display"]) == ("/", "standalone")
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_offline_page_is_the_same_for_everybody(sign_in: Any) -> None:
    pages = {sign_in(name).get("/offline/").content for name in ("nobody", "ana", "boris", "sol")}
    assert len(pages) == 1
    [page] = pages
    assert b"csrfmiddlewaretoken" not in page
    assert b"Ana" not in page


def test_all_that_is_kept_is_the_page_and_its_files(sign_in: Any) -> None:
    answer = sign_in("ana").get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    script = answer.content.decode()
    assert script == sign_in("nobody").get("/sw.js").content.decode()
    kept = json.loads(re.search(r"^const FILES = (.*);$", script, re.MULTILINE)[1])  # type: ignore[index]
    assert all(path.startswith("/static/") for path in kept)
    # One place writes into the cache: the installation.
    assert script.count("caches.open") == script.count(".addAll(") == 1
    assert ".put(" not in script
    assert ".add(" not in script


def test_the_list_of_files_is_what_the_page_names(client: Client) -> None:
    page = client.get("/offline/").content.decode()
    named = set(re.findall(r"/static/([\w./-]+)", page))
    assert named == {path for path in OFFLINE_FILES if not path.startswith("fonts/")}


def test_every_page_names_the_manifest_and_registers_by_a_file(sign_in: Any) -> None:
    for name, path in (("nobody", "/"), ("ana", "/my/"), ("boris", "/desk/")):
        page = sign_in(name).get(path).content.decode()
        assert '<link rel="manifest" href="/manifest.webmanifest">' in page
        assert "js/app-shell.js" in page
