"""Opening a company."""

from django.db import transaction

from accounts.events import CompanyOpened
from accounts.models import Company
from accounts.models.companies import RESERVED_SLUGS
from foundation import audit, clock, events
from foundation.actors import Actor, is_system
from foundation.errors import InvalidInput, NotAllowed
from foundation.validation import clean


@transaction.atomic
def open_company(*, actor: Actor, name: str, slug: str) -> Company:
    """Open a company with its page tree and its private media collection.

    Only the system and super users do this until sign-up exists.

    Raises:
        NotAllowed: the actor is an ordinary person.
        InvalidInput: the address is malformed, reserved or taken.
    """
    if not is_system(actor) and not actor.is_superuser:
        raise NotAllowed("Companies are opened by the platform.")
    if slug in RESERVED_SLUGS:
        raise InvalidInput(fields={"slug": [f"“{slug}” is used by the platform; choose another."]})
    company = Company(name=name, slug=slug, created_at=clock.now())
    clean(company)
    company.save()
    audit.record(actor, "accounts.company_opened", company)
    events.publish(CompanyOpened(company_id=company.pk, slug=company.slug), actor=actor)
    return company
