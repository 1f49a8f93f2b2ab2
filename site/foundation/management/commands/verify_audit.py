"""Check that the audit log is what was sealed:  manage.py verify_audit [--anchor FILE]"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import seals
from foundation.models import AuditEntry


class Command(BaseCommand):
    help = "Names every entry of the audit log that was changed, and every one that is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", type=Path, help="a file written by export_audit_anchor, kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        anchor = None
        if options["anchor"]:
            try:
                anchor = json.loads(options["anchor"].read_text(encoding="utf-8"))
                int(anchor["sequence"]), str(anchor["digest"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{options['anchor']} is no anchor: {error}") from error
        breaks = list(seals.verify(anchor))
        for found in breaks:
            which = f" (id {found.entry_id})" if found.entry_id is not None else ""
            self.stdout.write(f"entry {found.sequence}{which}: {found.what}")
        if breaks:
            raise CommandError(f"The audit log is broken in {len(breaks)} places.")
        sealed = AuditEntry.objects.exclude(sequence=None).count()
        waiting = AuditEntry.objects.filter(sequence=None).count()
        self.stdout.write(f"The audit log is whole: {sealed} entries sealed, {waiting} waiting.")
