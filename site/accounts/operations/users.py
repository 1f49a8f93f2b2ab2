"""Accounts of people."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.users import normalise_email
from foundation import audit, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.permissions import require
from foundation.validation import clean


@transaction.atomic
def choose_language(*, actor: User, language: str) -> User:
    """Keep in which language the person wants to be met everywhere; empty follows the building.

    Raises:
        InvalidInput: not one of the product's languages.
    """
    user: User = User.objects.select_for_update().get(pk=actor.pk)
    changes = audit.changed_values(user, {"language": language})
    if changes:
        clean(user)
        user.save(update_fields=["language"])
        audit.record(actor, "accounts.language_chosen", user, changes)
    return user


@transaction.atomic
def create_verified_user(
    *,
    actor: Actor,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None,
    is_platform_staff: bool = False,
) -> User:
    """Create an account whose address counts as verified, for bootstrap and demo.

    Raises:
        NotAllowed: the actor is a person.
        InvalidInput: the address is none.
        Conflict: the address has an account.
    """
    if not is_system(actor):
        raise NotAllowed(_("People are invited, not created."))
    try:
        validate_email(normalise_email(email))
    except ValidationError as error:
        raise InvalidInput(error.messages[0], fields={"email": error.messages}) from error
    if User.objects.filter(email=normalise_email(email)).exists():
        raise Conflict(_("%(who)s already has an account.") % {"who": email})
    user = User.objects.create_user(
        email,
        password,
        first_name=first_name,
        last_name=last_name,
        is_platform_staff=is_platform_staff,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record(actor, "accounts.user_created", user)
    return user


@transaction.atomic
def open_invited_account(*, email: str, first_name: str, last_name: str, password: str) -> User:
    """Create the account of somebody who came by an invitation sent to `email`, which proves it.

    For operations that have checked the invitation. The new account is its own actor.

    Raises:
        InvalidInput: the password is too weak, or the name is missing.
        Conflict: the address has an account.
    """
    return _open_account(email, first_name, last_name, password, is_proven=True)


@transaction.atomic
def open_unproven_account(*, email: str, first_name: str, last_name: str, password: str) -> User:
    """As `open_invited_account`, with an address that still has to be proven by a code.

    Raises:
        InvalidInput: the address is none, the password is too weak, or the name is missing.
        Conflict: the address has an account.
    """
    try:
        validate_email(normalise_email(email))
    except ValidationError as error:
        raise InvalidInput(error.messages[0], fields={"email": error.messages}) from error
    return _open_account(email, first_name, last_name, password, is_proven=False)


def _open_account(
    email: str, first_name: str, last_name: str, password: str, *, is_proven: bool
) -> User:
    user = User(
        email=normalise_email(email), first_name=first_name.strip(), last_name=last_name.strip()
    )
    problems: dict[str, list[str]] = {}
    if not user.first_name:
        problems["first_name"] = [_("Enter your name.")]
    try:
        validate_password(password, user)
    except ValidationError as error:
        problems["password"] = error.messages
    if problems:
        raise InvalidInput(next(iter(problems.values()))[0], fields=problems)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict(_("%(who)s already has an account.") % {"who": user.email}) from error
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proven, primary=True)
    audit.record(user, "accounts.user_created", user)
    return user


def count_unread(*, user_ids: Sequence[int], difference: int) -> None:
    """More, or fewer, unread notifications; part of the operation that changes them."""
    unread = Greatest(F("unread_count") + difference, 0)
    User.objects.filter(pk__in=user_ids).update(unread_count=unread)


def set_unread(*, user_id: int, count: int) -> None:
    """As counted just now; part of the operation that has read everything."""
    User.objects.filter(pk=user_id).update(unread_count=count)


def lock_user(user: User) -> None:
    """Serialise what one person does, for the rest of the transaction."""
    User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def remove_user(*, actor: Actor, user: User) -> bool:
    """Take an account away: delete it, or switch it off where somebody's history tells of it.

    Whoever has worked for a company or written anything stays in its history by name, so that
    account stays, without access. Residencies are kept either way: they are about people, with or
    without an account.

    Returns whether the account is gone; False means switched off.

    Raises:
        NotFound, NotAllowed: the actor is not of the platform.
        Conflict: it is the actor's own account.
    """
    require(actor, "accounts.remove_user", user)
    if not is_system(actor) and actor.pk == user.pk:
        raise Conflict(_("Nobody removes their own account here; ask a colleague."))
    user = User.objects.select_for_update().get(pk=user.pk)
    pk = user.pk
    try:
        with transaction.atomic():
            audit.record(actor, "accounts.user_removed", user)
            user.delete()
    except ProtectedError:
        user = User.objects.get(pk=pk)
    else:
        return True
    user.is_active = False
    user.save(update_fields=["is_active"])
    tenancy.forget_grants(user)
    audit.record(actor, "accounts.user_switched_off", user, {"is_active": (True, False)})
    return False
