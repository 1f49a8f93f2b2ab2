"""Opening a company on one's own."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Company, User
from accounts.operations.companies import open_company_with_owner
from accounts.queries.users import has_proven
from foundation import audit
from foundation.actors import SystemActor
from foundation.errors import Conflict, NotAllowed


@transaction.atomic
def sign_up_company(*, actor: User, name: str, slug: str) -> Company:
    """Open a company whose owner is the actor, who has proven their address.

    Raises:
        NotAllowed: this installation takes in invited people only, or the address is not proven.
        InvalidInput: the company's address is malformed, reserved or taken.
        Conflict: the person has opened a company this way before.
    """
    if settings.SIGN_UP != "open":
        raise NotAllowed(_("Companies are opened by invitation here."))
    # The lock makes two parallel calls meet here.
    user = User.objects.select_for_update().get(pk=actor.pk)
    if not user.is_active or not has_proven(user, user.email):
        raise NotAllowed(_("Confirm your e-mail address first."))
    if user.memberships.exists():
        raise Conflict(_("You work for a company already."))
    company, _owner = open_company_with_owner(
        actor=SystemActor("sign-up"), name=name, slug=slug, email=user.email, is_mailed=False
    )
    audit.record(user, "accounts.company_signed_up", company)
    return company
