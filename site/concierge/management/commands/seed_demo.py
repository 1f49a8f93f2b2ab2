from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.queries.companies import company_exists
from concierge.demo.cast import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Fill an empty database with Willow Court and its neighbours; leaves a filled one alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "Demo accounts have a published password: development settings only."
            )
        if company_exists("harbour"):
            self.stdout.write("The demo data is there already.")
        else:
            from django.db import transaction

            from concierge.demo.seed import seed

            with transaction.atomic():
                seed()
        for first, last, email in PEOPLE.values():
            self.stdout.write(f"  {first} {last:<10} {email:<24} {PASSWORD}")
