"""`manage.py open_company "Harbour Property Management" harbour mara@harbour.example`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.operations.companies import open_company_with_owner
from accounts.queries.users import password_link
from foundation.actors import SystemActor
from foundation.errors import DomainError


class Command(BaseCommand):
    help = (
        "Open a company with its pages and its first owner. A new owner gets a link, by mail or "
        "with --print-link right here, at which to choose a password, once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as people know it")
        parser.add_argument("slug", help="the first part of its addresses, for example harbour")
        parser.add_argument("owner", help="e-mail address of the owner, with an account or without")
        parser.add_argument("--first-name", default="", help="of an owner without an account")
        parser.add_argument("--last-name", default="", help="of an owner without an account")
        parser.add_argument(
            "--print-link",
            action="store_true",
            help="print the link instead of mailing it; hand it over on a safe way",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            company, owner = open_company_with_owner(
                actor=SystemActor("open_company"),
                name=options["name"],
                slug=options["slug"],
                email=options["owner"],
                first_name=options["first_name"],
                last_name=options["last_name"],
                is_mailed=not options["print_link"],
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(self.style.SUCCESS(f"{company} is open at /{company.slug}/."))
        if not options["print_link"]:
            self.stdout.write(f"The worker sends a mail to {owner.email}.")
        elif owner.has_usable_password():
            self.stdout.write(f"{owner.email} signs in with the password there is.")
        else:
            self.stdout.write(f"{owner.email} chooses a password at (once, within three days):")
            self.stdout.write(password_link(owner))
