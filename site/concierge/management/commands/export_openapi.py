"""Write the OpenAPI document of the API, or check that the stored one still tells the truth."""

import difflib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from concierge.api import api

#: Read by the contract test, by reviewers in a diff, and by whoever generates a client.
SNAPSHOT: Path = settings.BASE_DIR / "tests" / "snapshots" / "openapi.json"


def document() -> str:
    """The document as text that changes only when the API does: keys sorted, one per line."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


class Command(BaseCommand):
    help = "Write the OpenAPI document of the API to tests/snapshots/openapi.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if the document differs."
        )
        parser.add_argument("--output", type=Path, default=SNAPSHOT, help="Another file.")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        wanted = document()
        if not options["check"]:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(wanted, encoding="utf-8")
            self.stdout.write(f"Written: {output}")
            return
        stored = output.read_text(encoding="utf-8") if output.exists() else ""
        if stored != wanted:
            difference = difflib.unified_diff(
                stored.splitlines(), wanted.splitlines(), "stored", "now", lineterm="", n=2
            )
            self.stderr.write("\n".join(list(difference)[:60]))
            raise CommandError(
                "The API differs from its stored description. If the change is wanted, run "
                "`make openapi` and commit the result."
            )
        self.stdout.write("The stored OpenAPI document is current.")
