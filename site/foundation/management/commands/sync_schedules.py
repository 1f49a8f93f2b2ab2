from typing import Any

from django.core.management.base import BaseCommand

from foundation import schedules


class Command(BaseCommand):
    help = "Write the schedules declared in code to the queue's table."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in schedules.sync():
            self.stdout.write(name)
