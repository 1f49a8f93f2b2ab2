"""`manage.py make_vapid_key`: the key for VAPID_PRIVATE_KEY."""

from typing import Any

from django.core.management.base import BaseCommand

from concierge.settings.keys import new_push_key


class Command(BaseCommand):
    help = "Print a new private key for messages to devices, in the form of VAPID_PRIVATE_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(new_push_key())
