"""Personal data: what each app keeps about a person, to be handed over or erased on their word.

An app declares its part in a module `personal_data`. Erasing pseudonymises: what happened stays,
so that a building's history and the sealed audit log remain whole, but nothing tells any more who
it was. See docs/decisions/0024.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from foundation import seals
from foundation.models import AuditEntry

if TYPE_CHECKING:
    from accounts.models import User

#: What an erased name, which may not be empty, reads as.
ERASED = "Erased person"


def _nothing(user: "User") -> tuple[()]:
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one app keeps about a person.

    `export` answers plain values (text, numbers, lists) by heading, and `files` pairs of a path
    and its bytes. `erase` runs inside the erasing transaction and answers the rows of the app
    whose audit entries tell of the person. `refuse` answers why the person cannot go yet.
    """

    name: str
    export: Callable[["User"], Mapping[str, Any]]
    erase: Callable[["User"], Iterable[models.Model]]
    files: Callable[["User"], Iterable[tuple[str, bytes]]] = _nothing
    refuse: Callable[["User"], Iterable[str]] = _nothing


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.name] = part


def export_of(user: "User") -> dict[str, Mapping[str, Any]]:
    """Everything that is kept about `user`, by part and heading."""
    return {part.name: part.export(user) for part in _parts.values()}


def files_of(user: "User") -> list[tuple[str, bytes]]:
    return [file for part in _parts.values() for file in part.files(user)]


def obstacles_of(user: "User") -> list[str]:
    """Why the person cannot be erased yet, in words for them; empty when they can."""
    return [reason for part in _parts.values() for reason in part.refuse(user)]


def erase(user: "User", *, addresses: Iterable[str]) -> None:
    """Erase what every app keeps, the upper layers first, and the words of the audit log.

    The caller has checked that it may be, holds the transaction, and does not look for anything
    by the person's name or address afterwards. `addresses` are all e-mail addresses of theirs.
    """
    told: list[models.Model] = [user]
    for part in reversed(_parts.values()):
        told.extend(part.erase(user))
    _erase_from_audit_log(told, addresses)


def _erase_from_audit_log(told: Iterable[models.Model], addresses: Iterable[str]) -> None:
    """Remove the words of entries about these rows, and of all that spell out an address."""
    # Only sealed entries may lose their words; the seal is what is left of them.
    seals.seal_waiting()
    if AuditEntry.objects.filter(sequence=None).exists():
        raise RuntimeError("the audit log is being sealed right now; erase again in a moment")
    by_type: dict[str, set[int]] = {}
    for row in told:
        by_type.setdefault(row._meta.label_lower, set()).add(row.pk)
    for object_type, ids in by_type.items():
        seals.erase_words(AuditEntry.objects.filter(object_type=object_type, object_id__in=ids))
    spelt = Q()
    for address in addresses:
        spelt |= Q(object_label__icontains=address) | Q(in_words__icontains=address)
    if spelt:
        entries = AuditEntry.objects.annotate(in_words=Cast("changes", TextField()))
        spelling = list(entries.filter(spelt).values_list("pk", flat=True))
        seals.erase_words(AuditEntry.objects.filter(pk__in=spelling))
