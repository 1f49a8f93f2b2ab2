"""Print how long the audit log is and how it ends, to be kept elsewhere."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import seals


class Command(BaseCommand):
    help = "One line of JSON; redirect it to a place that this machine cannot write to later."

    def handle(self, *args: Any, **options: Any) -> None:
        seals.seal_waiting()
        anchor = seals.drop_anchor()
        if anchor is None:
            raise CommandError("The audit log is empty; there is nothing to anchor yet.")
        self.stdout.write(
            json.dumps(
                {
                    "sequence": anchor.sequence,
                    "digest": anchor.digest,
                    "made_at": anchor.made_at.isoformat(),
                }
            )
        )
