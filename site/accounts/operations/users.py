"""Accounts of people."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User
from accounts.models.users import normalise_email
from foundation import audit
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, NotAllowed


@transaction.atomic
def create_verified_user(
    *,
    actor: Actor,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None,
    is_superuser: bool = False,
) -> User:
    """Create an account whose address counts as verified, for bootstrap and demo.

    Raises:
        NotAllowed: the actor is a person.
        Conflict: the address has an account.
    """
    if not is_system(actor):
        raise NotAllowed("People are invited, not created.")
    if User.objects.filter(email=normalise_email(email)).exists():
        raise Conflict(f"{email} already has an account.")
    user = User.objects.create_user(
        email,
        password,
        first_name=first_name,
        last_name=last_name,
        is_superuser=is_superuser,
        is_staff=is_superuser,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(actor, "accounts.user_created", user)
    return user
