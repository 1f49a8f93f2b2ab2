"""`manage.py make_vapid_key`: the key for VAPID_PRIVATE_KEY."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a new private key for messages to devices, in the form of VAPID_PRIVATE_KEY."

    def handle(self, *args: Any, **options: Any) -> None:
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("="))
