"""The demo can be seeded from nothing, and no link of it leads nowhere, for any of its people."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"],
    reason="has a database of its own: once is enough",
)
def test_every_link_of_the_seeded_site_leads_somewhere(
    django_db_setup: Any, tmp_path: Path
) -> None:
    database = tmp_path / "demo.sqlite3"
    environment = {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "concierge.settings.test",
        "TEST_MEDIA_ROOT": str(tmp_path / "media"),
    }
    if django_db_setup.empty:
        shutil.copyfile(django_db_setup.empty, database)
    else:
        for command in (["migrate", "-v0"], ["createcachetable"]):
            run("manage.py", *command, **environment)
    run("manage.py", "seed_demo", **environment)
    report: dict[str, Any] = json.loads(run("tests/concierge/crawl_demo.py", **environment))
    assert {name: found["wrong"] for name, found in report.items() if found["wrong"]} == {}
    opened = {name: found["opened"] for name, found in report.items()}
    assert opened["ana"] > 12, opened
    assert opened["boris"] > 40, opened
