"""The whole product with one command: database, demo data, web server and worker."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from concierge.demo.cast import PASSWORD, PEOPLE

START_LIMIT = 90.0
ROLES = {
    "mara": "owns Harbour Property Management",
    "boris": "manages Willow Court",
    "asta": "assists in Willow Court",
    "fin": "does Willow Court's accounts",
    "ana": "owns apartment 4B in Willow Court",
    "teo": "rents 4B",
    "iris": "lives in Quay House",
    "dara": "manages Elm Gardens for another company",
    "emil": "lives in Elm Gardens",
    "sol": "platform staff",
}


class Command(BaseCommand):
    help = (
        "Run the demo until Ctrl-C. PORT, DATABASE_URL and RESET=1 are read from the environment."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demo runs under the development settings only.")
        port = os.environ.get("PORT", "8000")
        if os.environ.get("RESET") == "1":
            self._reset()
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("sync_schedules", stdout=open(os.devnull, "w"))  # noqa: SIM115
        call_command("seed_demo", stdout=open(os.devnull, "w"))  # noqa: SIM115
        connection.close()
        # Whoever ends us, by Ctrl-C or by `kill`, ends both parts with us.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        processes = [self._web(port), self._worker()]
        try:
            self._wait(port, processes)
            self._announce(port)
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("A part of the demo stopped; its last lines stand above.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
        finally:
            self._stop(processes)

    def _web(self, port: str) -> subprocess.Popen[bytes]:
        return self._start(
            "-m", "gunicorn", "concierge.wsgi:application", "--chdir", "site",
            "--pythonpath", str(settings.BASE_DIR), "--bind", f"127.0.0.1:{port}",
            "--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning",
        )  # fmt: skip

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("manage.py", "qcluster")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches us first, and we stop both in order.
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
            start_new_session=True,
        )

    def _wait(self, port: str, processes: list[subprocess.Popen[bytes]]) -> None:
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in processes):
                raise CommandError(
                    f"The demo could not start. Is port {port} free? PORT=… chooses another."
                )
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30),
            ):
                return
            time.sleep(0.3)
        raise CommandError(f"No answer within {START_LIMIT:.0f} seconds.")

    def _announce(self, port: str) -> None:
        self.stdout.write("")
        for key, (first, last, email) in PEOPLE.items():
            self.stdout.write(f"  {email:<24} {first} {last} {ROLES[key]}")
        self.stdout.write(f"\nPassword of all: {PASSWORD}   Sent mail: /mail/   Stop: Ctrl-C")
        self.stdout.write(f"ready http://localhost:{port}/", ending="\n")
        self.stdout.flush()

    def _stop(self, processes: list[subprocess.Popen[bytes]]) -> None:
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _reset(self) -> None:
        """Start over: the embedded database is removed, any other one is emptied."""
        if connection.vendor == "sqlite":
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
        else:
            call_command("flush", interactive=False, verbosity=0)
            call_command("migrate", "home", "zero", verbosity=0)
