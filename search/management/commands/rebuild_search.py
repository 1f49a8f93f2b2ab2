"""Make everything findable anew: after an import by script, or when the search engine changed."""

from typing import Any

from django.core.management.base import BaseCommand

from search.operations.rebuilding import rebuild


class Command(BaseCommand):
    help = "Index every live page of every building, read unread documents, rebuild the index."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild()
        self.stdout.write(
            f"{done.pages} pages, {done.documents} documents read, {done.entries} entries."
        )
