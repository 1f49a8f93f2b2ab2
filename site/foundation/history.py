"""The audit log told to people: who did what when, and what was there before."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Change:
    """One field; empty values read as a dash."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `at` is in the zone it was asked for."""

    who: str
    at: dt.datetime
    what: str
    about: str
    changes: tuple[Change, ...]
    #: The client's address; empty where it is not told or not known.
    address: str = ""


def history_of(*targets: models.Model, zone: str, limit: int = 100) -> list[Line]:
    """What happened to these objects, latest first.

    The caller has fetched the objects through scoped queries; whoever sees them sees this.
    """
    if not targets:
        return []
    wanted = reduce(
        or_, (Q(object_type=target._meta.label_lower, object_id=target.pk) for target in targets)
    )
    return tell(
        AuditEntry.objects.filter(wanted).select_related("actor", "on_behalf_of")[:limit], zone
    )


def entries_in(building: models.Model) -> "QuerySet[AuditEntry]":
    """Everything that happened in a building that was itself fetched through a scoped query."""
    return AuditEntry.objects.filter(building_id=building.pk).select_related(
        "actor", "on_behalf_of"
    )


def entries_of_company(company_id: int) -> "QuerySet[AuditEntry]":
    """Everything that happened in a company that was itself fetched through a scoped query."""
    return AuditEntry.objects.filter(company_id=company_id).select_related("actor", "on_behalf_of")


def entries_visible_to(user: Any) -> "QuerySet[AuditEntry]":
    return AuditEntry.objects.visible_to(user).select_related("actor", "on_behalf_of")


def entries_about_account(user: "User") -> "QuerySet[AuditEntry]":
    """What happened to an account, whoever did it."""
    found = AuditEntry.objects.filter(object_type="accounts.user", object_id=user.pk)
    return found.select_related("actor", "on_behalf_of")


def narrow(
    entries: "QuerySet[AuditEntry]",
    *,
    who: str = "",
    what: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    building_id: int | None = None,
    company_id: int | None = None,
) -> "QuerySet[AuditEntry]":
    """The entries by people whose name contains `who`, whose action or object contains `what`, on
    days from `since` to `until` (UTC, both included)."""
    for word in who.split():
        entries = entries.filter(
            Q(actor__first_name__icontains=word)
            | Q(actor__last_name__icontains=word)
            | Q(system_actor__icontains=word)
        )
    if what:
        action = what.strip().replace(" ", "_")
        entries = entries.filter(Q(action__icontains=action) | Q(object_label__icontains=what))
    if since:
        entries = entries.filter(occurred_at__date__gte=since)
    if until:
        entries = entries.filter(occurred_at__date__lte=until)
    if building_id is not None:
        entries = entries.filter(building_id=building_id)
    if company_id is not None:
        entries = entries.filter(company_id=company_id)
    return entries


def tell(entries: Iterable[AuditEntry], zone: str) -> list[Line]:
    """Audit entries in words, with the time on the wall of a building in `zone`."""
    return [
        Line(
            who=_who(entry),
            at=entry.occurred_at.astimezone(ZoneInfo(zone)),
            what=_(said_of(entry.action)),
            about=entry.object_label,
            changes=tuple(_changes(entry, zone)),
            address=entry.ip_address or "",
        )
        for entry in entries
    ]


def said_of(action: str) -> str:
    """`residents.moved_in` in English words, which are its key in the catalogues too."""
    return capfirst(action.rpartition(".")[2].replace("_", " "))


def _who(entry: AuditEntry) -> str:
    if entry.actor is not None and entry.on_behalf_of is not None:
        names = {"who": entry.actor.display_name, "whom": entry.on_behalf_of.display_name}
        return _("%(who)s (support, allowed by %(whom)s)") % names
    if entry.actor is not None:
        return entry.actor.display_name
    if entry.system_actor:
        return f"New Concierge ({entry.system_actor})"
    return _("A deleted account")


def _changes(entry: AuditEntry, zone: str) -> Iterable[Change]:
    try:
        meta = apps.get_model(entry.object_type)._meta
    except LookupError:
        return
    for name, (before, after) in entry.changes.items():
        try:
            field: Any = meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        label = getattr(field, "verbose_name", name.replace("_", " "))
        yield Change(capfirst(str(label)), _said(field, before, zone), _said(field, after, zone))


def _said(field: Any, value: Any, zone: str) -> str:
    """A stored value as the forms show it; moments on the wall in `zone`."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(field, models.DateTimeField):
        moment = dt.datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
        return date_format(moment, "SHORT_DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(dt.date.fromisoformat(value))
    return str(dict(getattr(field, "flatchoices", [])).get(value, value))
