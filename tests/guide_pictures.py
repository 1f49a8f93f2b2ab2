"""Take the pictures of the guides from a freshly seeded demo:  make pictures

Each shot is a viewport of a real page, as one of the people of the story sees it. The files in
docs/images/guide/ are made by this and nothing else, so a changed page changes its picture.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.journeys.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images" / "guide"
WILLOW = "/harbour/willow-court/"
PHONE, SCREEN = (390, 780), (1280, 800)


@dataclass(frozen=True)
class Shot:
    """A page as `who` sees it; `language` is chosen below the page first."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = SCREEN
    language: str = ""


SHOTS = [
    Shot("resident-home", "ana", WILLOW),
    Shot("resident-home-phone", "ana", WILLOW, PHONE),
    Shot("resident-announcement", "ana", WILLOW + "announcements/"),
    Shot("resident-calendar", "ana", WILLOW + "events/"),
    Shot("resident-documents", "ana", WILLOW + "documents/"),
    Shot("resident-search", "ana", "/search/?q=lift"),
    Shot("resident-apartment", "ana", "/my/"),
    Shot("resident-arabic-phone", "teo", WILLOW, PHONE, language="ar"),
    Shot("manager-desk", "boris", "/desk/"),
    Shot("manager-dashboard", "boris", "/cms/"),
]


@contextmanager
def demo() -> Iterator[str]:
    """The address of a server with a demo of its own, gone at the end."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
            "DJANGO_SETTINGS_MODULE": "concierge.settings.test",
            "TEST_MEDIA_ROOT": f"{folder}/media",
        }
        # No worker runs here, so what is written becomes findable by the command.
        for command in ("migrate", "createcachetable", "seed_demo", "rebuild_search"):
            subprocess.run(
                [sys.executable, "manage.py", command],
                cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                    break
                except OSError:
                    time.sleep(0.3)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def take(shot: Shot, browser: Any, address: str) -> None:
    from concierge.demo.cast import PASSWORD, PEOPLE

    width, height = shot.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
        color_scheme="light",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", PEOPLE[shot.who][2])
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main button[type=submit]")
    if shot.language:
        page.click(".language-choice summary")
        with page.expect_navigation():
            page.click(f".language-choice button[value={shot.language}]")
    answer = page.goto(shot.path)
    if answer is None or not answer.ok:
        raise RuntimeError(f"{shot.path} answers {answer and answer.status}")
    page.wait_for_load_state("networkidle")
    png = FOLDER / f"{shot.name}.png"
    page.screenshot(path=png)
    Image.open(png).convert("RGB").save(FOLDER / f"{shot.name}.webp", quality=82, method=6)
    png.unlink()
    context.close()


def main() -> None:
    sys.path[:0] = [str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:]
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                take(shot, browser, address)
                print(shot.name)
        browser.close()


if __name__ == "__main__":
    main()
