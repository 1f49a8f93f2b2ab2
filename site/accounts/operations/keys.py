"""Making and revoking the keys of a company's programs."""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.events import ApiKeyCreated, ApiKeyRevoked
from accounts.models import ApiKey, Company, User
from accounts.models.keys import PROGRAM_DOMAIN
from accounts.queries.keys import digest_of
from foundation import audit, clock, events, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require
from foundation.validation import clean

#: More programs than any company connects; whoever loses track revokes some.
MOST_KEYS = 50
LONGEST_DAYS = 730
NOTED_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def create_key(
    *, actor: Actor, company: Company, name: str, scopes: Sequence[str], days: int
) -> tuple[ApiKey, str]:
    """Make a key, and answer it with its secret, which is kept nowhere: nobody sees it again.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        InvalidInput: no name, no scope or an unknown one, or it would work too long.
        Conflict: the company has as many keys as one may have.
    """
    require(actor, "accounts.add_apikey", company)
    name = name.strip()
    problems: dict[str, list[str]] = {}
    if not name:
        problems["name"] = [_("Enter a name.")]
    elif len(name) > 60 or "\x00" in name:
        problems["name"] = [_("Use at most 60 printable characters.")]
    if not scopes:
        problems["scopes"] = [_("Choose at least one thing that the key may do.")]
    elif unknown := sorted(set(scopes) - set(settings.API_KEY_SCOPES)):
        problems["scopes"] = [_("There is no scope “%(scope)s”.") % {"scope": unknown[0][:60]}]
    if not 1 <= days <= LONGEST_DAYS:
        problems["days"] = [_("Choose from 1 to %(most)s days.") % {"most": LONGEST_DAYS}]
    if problems:
        raise InvalidInput(next(iter(problems.values()))[0], fields=problems)
    # Locked, so that parallel requests cannot pass the limit together.
    Company.objects.select_for_update().get(pk=company.pk)
    if ApiKey.objects.working().filter(company=company).count() >= MOST_KEYS:
        raise Conflict(_("Revoke a key that you no longer use, then try again."))
    now = clock.now()
    prefix = f"nc_{secrets.token_hex(4)}"
    token = f"{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey(
        company=company,
        name=name,
        prefix=prefix,
        digest=digest_of(token),
        scopes=sorted(set(scopes)),
        created_by=None if is_system(actor) else actor,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    key.account = User.objects.create_user(
        f"{uuid.uuid4().hex}@{PROGRAM_DOMAIN}", None, first_name=name
    )
    clean(key)
    key.save()
    audit.record(
        actor,
        "accounts.api_key_created",
        key,
        {"scopes": (None, ", ".join(key.scopes)), "expires_at": (None, key.expires_at)},
    )
    events.publish(ApiKeyCreated(company_id=company.pk, key_id=key.pk), actor=actor)
    return key, token


@transaction.atomic
def revoke_key(*, actor: Actor, key: ApiKey) -> ApiKey:
    """Make a key worthless at once, and whatever still runs in its name.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
    """
    require(actor, "accounts.revoke_apikey", key)
    key = ApiKey.objects.select_for_update().select_related("account").get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        key.save(update_fields=["revoked_at"])
        key.account.is_active = False
        key.account.save(update_fields=["is_active"])
        tenancy.forget_grants(key.account)
        audit.record(actor, "accounts.api_key_revoked", key)
        events.publish(ApiKeyRevoked(company_id=key.company_id, key_id=key.pk), actor=actor)
    return key


def note_use(*, key: ApiKey) -> None:
    """Remember that a key is used; at most once a minute, because programs ask often."""
    now = clock.now()
    if key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY:
        ApiKey.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_EVERY), pk=key.pk
        ).update(last_used_at=now)
