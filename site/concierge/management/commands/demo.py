"""The whole product with one command: database, demo data, web server and worker."""

import io
import os
import signal
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from concierge.demo.cast import PASSWORD, PEOPLE
from concierge.demo.processes import Parts, PortTakenError, serve, take_port, work_off

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
        port = self._port()
        try:
            listening = take_port(port)
        except PortTakenError as error:
            raise CommandError(
                f"Port {port} is taken by another program. PORT=… chooses another one."
            ) from error
        if os.environ.get("RESET") == "1":
            self._reset()
        if "BASE_URL" not in os.environ:
            # Links in mail lead here.
            settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://localhost:{port}"
        self._prepare()
        # Whoever ends us, by Ctrl-C or by `kill`, ends both parts with us.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with Parts() as parts:
            try:
                parts.start(serve, listening)
                listening.close()
                parts.start(work_off)
                if not parts.wait_until_answering(port):
                    raise CommandError("The demo did not come up; its last lines stand above.")
                self._announce(port)
                while parts.are_alive:
                    time.sleep(0.5)
                raise CommandError("A part of the demo stopped; its last lines stand above.")
            except KeyboardInterrupt:
                self.stdout.write("\nStopping …")

    def _port(self) -> int:
        wished = os.environ.get("PORT") or "8000"
        if not wished.isdecimal() or not 0 < int(wished) < 65536:
            raise CommandError(f"PORT must be a number from 1 to 65535, not “{wished}”.")
        return int(wished)

    def _prepare(self) -> None:
        """Bring the database up to date; does next to nothing the second time."""
        Path(settings.VAR_DIR).mkdir(exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            self.stdout.flush()
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        call_command("sync_schedules", stdout=io.StringIO())
        call_command("seed_demo", stdout=io.StringIO())
        connection.close()

    def _announce(self, port: int) -> None:
        self.stdout.write("")
        for key, (first, last, email) in PEOPLE.items():
            self.stdout.write(f"  {email:<24} {first} {last} {ROLES[key]}")
        self.stdout.write(f"\nPassword of all: {PASSWORD}   Sent mail: /mail/   Stop: Ctrl-C")
        self.stdout.write(f"ready http://localhost:{port}/", ending="\n")
        self.stdout.flush()

    def _reset(self) -> None:
        """Start over: the embedded database is removed, any other one is emptied."""
        if connection.vendor == "sqlite":
            connection.close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{suffix}").unlink(missing_ok=True)
        else:
            with connection.cursor() as cursor:
                # The audit log refuses to be emptied; a demo begins anew all the same.
                cursor.execute("ALTER TABLE foundation_auditentry DISABLE TRIGGER USER")
                call_command("flush", interactive=False, verbosity=0)
                cursor.execute("ALTER TABLE foundation_auditentry ENABLE TRIGGER USER")
            call_command("migrate", "home", "zero", verbosity=0)
