"""Reads of people's accounts."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.models.users import normalise_email
from foundation.errors import NotFound


def user_by_email(email: str) -> User | None:
    """The account with this address in any case, or None."""
    user: User | None = User.objects.filter(email=normalise_email(email)).first()
    return user


def user_by_id(user_id: int) -> User:
    user: User = User.objects.get(pk=user_id)
    return user


def users_with_ids(user_ids: Sequence[int]) -> list[User]:
    """For background work, which acts on ids it was given by an operation."""
    return list(User.objects.filter(pk__in=user_ids).order_by("pk"))


def user_with_uuid(uuid: UUID) -> User | None:
    user: User | None = User.objects.filter(uuid=uuid).first()
    return user


def has_proven(user: User, email: str) -> bool:
    """Whether `email` is one of the account's verified addresses."""
    from allauth.account.models import EmailAddress

    return bool(
        EmailAddress.objects.filter(user=user, email=normalise_email(email), verified=True).exists()
    )


def proven_among(users: "Iterable[User]") -> set[str]:
    """The sign-in addresses of `users` that they have proven."""
    from allauth.account.models import EmailAddress

    own = {user.pk: user.email for user in users}
    found = EmailAddress.objects.filter(user__in=own, verified=True)
    return {email for pk, email in found.values_list("user_id", "email") if own[pk] == email}


def password_link(user: User) -> str:
    """An address at which the account's password is chosen, once; good for three days."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def user_by_login(login: str) -> User | None:
    """The account that signs in with an address: its own, or another of its verified ones."""
    from allauth.account.models import EmailAddress

    known = user_by_email(login)
    if known is not None:
        return known
    proven = EmailAddress.objects.filter(email=normalise_email(login), verified=True)
    address = proven.select_related("user").first()
    return None if address is None else address.user


def main_login(login: str) -> str:
    """The one address under which attempts at an account are counted, whichever of its proven
    addresses was typed. What belongs to no account stays as it is. One query in any case."""
    from allauth.account.models import EmailAddress

    proven = EmailAddress.objects.filter(email=normalise_email(login), verified=True)
    return proven.values_list("user__email", flat=True).first() or login


def user_to_unlock(viewer: User, uuid: UUID) -> User:
    """An account whose lock `viewer` may lift.

    Raises:
        NotFound: unknown, or none of theirs.
    """
    user: User | None = User.objects.filter(uuid=uuid).first()
    if user is None or not viewer.has_perm("accounts.unlock_user", user):
        raise NotFound
    return user
