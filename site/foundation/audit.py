"""The audit log: explicit calls inside operations, never a signal that loses the actor."""

import datetime as dt
import decimal
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import translation

from foundation import clock, context, tenancy
from foundation.actors import Actor, SystemActor
from foundation.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

Changes = Mapping[str, tuple[Any, Any]]


def record(actor: Actor, action: str, target: models.Model, changes: Changes | None = None) -> None:
    """Write one entry. `action` is past tense with its app: `properties.building_changed`."""
    record_many(actor, action, [(target, changes or {})])


def done_by(user: "User") -> "QuerySet[AuditEntry]":
    """What a person did, the latest first."""
    found: QuerySet[AuditEntry] = AuditEntry.objects.filter(actor=user)
    return found


def record_unsigned(door: str, action: str, target: models.Model) -> None:
    """Write one entry for somebody who has not signed in, by the door they came through."""
    record(SystemActor(door), action, target)


def record_many(actor: Actor, action: str, targets: Iterable[tuple[models.Model, Changes]]) -> None:
    """Write one entry per target in one statement, for bulk work."""
    AuditEntry.objects.bulk_create(
        [_entry(actor, action, target, changes) for target, changes in targets], batch_size=500
    )


def _entry(actor: Actor, action: str, target: Any, changes: Changes) -> AuditEntry:
    return AuditEntry(
        company_id=getattr(target, "company_id", None),
        building_id=getattr(target, "scope_building_id", None),
        actor=None if isinstance(actor, SystemActor) else actor,
        system_actor=actor.name if isinstance(actor, SystemActor) else "",
        action=action,
        object_type=target._meta.label_lower,
        object_id=target.pk,
        object_label=_label(target),
        changes={
            name: [_plain(before), _plain(after)] for name, (before, after) in changes.items()
        },
        request_id=context.request_id.get(),
        ip_address=context.client_ip.get(),
        on_behalf_of_id=_on_behalf_of(actor, getattr(target, "company_id", None)),
        occurred_at=clock.now(),
    )


def _on_behalf_of(actor: Actor, company_id: int | None) -> int | None:
    """Whose consent lets a super user act in this company."""
    if isinstance(actor, SystemActor) or not actor.is_platform_staff:
        return None
    for grant in tenancy.grants_of(actor):
        if grant.company_id == company_id:
            return grant.on_behalf_of_id
    return None


def _label(target: models.Model) -> str:
    """What is written down is English: whoever reads it later may speak another language."""
    with translation.override(None):
        return str(target)[:200]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime | decimal.Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, models.Model):
        return str(value)
    return value


def changed_values(instance: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Apply `values` to `instance` and answer which fields really changed, as (before, after)."""
    changes: dict[str, tuple[Any, Any]] = {}
    for name, after in values.items():
        before = getattr(instance, name)
        if before != after:
            changes[name] = (before, after)
            setattr(instance, name, after)
    return changes
