"""The audit log as a chain: each sealed entry carries a digest that covers the one before it.

Whoever changes, removes or inserts a sealed entry breaks the chain at that very entry. What an
entry tells in words (label and changes) is covered by a digest of its own, made with a random
salt: personal data can be erased from an entry, salt included, and the chain still holds, while
nobody can guess the erased words by trying digests. Cutting off the end leaves a shorter whole
chain; anchors, which are copied elsewhere, tell how long it was.

Digests are SHA-256 in hexadecimal, over JSON with sorted keys and no spaces.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from foundation import clock
from foundation.models import AuditAnchor, AuditEntry

_AT_ONCE = 1_000
#: Stands before the first entry.
NOTHING = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """Where the log is not what was sealed."""

    sequence: int
    entry_id: int | None
    what: str


def seal_waiting() -> int:
    """Seal the entries that wait, oldest first; answer how many.

    Safe to run twice at once: a place in the chain is taken by one, and the other gives up what
    it had begun, to be sealed with the next run.
    """
    sealed = 0
    while count := _seal_some():
        sealed += count
        if count < _AT_ONCE:
            break
    return sealed


def _seal_some() -> int:
    try:
        with transaction.atomic():
            waiting = list(
                AuditEntry.objects.select_for_update()
                .filter(sequence=None)
                .order_by("pk")[:_AT_ONCE]
            )
            # Asked after the entries are held: whoever held them before has ended the chain.
            last = _last()
            sequence, before = (last.sequence or 0, last.digest) if last else (0, NOTHING)
            for entry in waiting:
                sequence += 1
                entry.sequence = sequence
                entry.salt = secrets.token_hex(16)
                entry.words_digest = _words_digest(entry)
                entry.digest = before = _digest(before, entry)
            AuditEntry.objects.bulk_update(
                waiting, ["sequence", "salt", "words_digest", "digest"], batch_size=200
            )
    except IntegrityError:
        return 0
    return len(waiting)


def verify(anchor: Mapping[str, Any] | None = None) -> Iterator[Break]:
    """Every place where the log is not what was sealed; none when it is whole.

    `anchor` is one that was exported, `{"sequence": …, "digest": …}`; the anchors in the database
    are compared in any case.
    """
    anchors = dict(AuditAnchor.objects.values_list("sequence", "digest"))
    if anchor:
        anchors[int(anchor["sequence"])] = str(anchor["digest"])
    expected, before = 1, NOTHING
    for entry in AuditEntry.objects.exclude(sequence=None).order_by("sequence").iterator(2_000):
        if entry.sequence != expected:
            yield Break(expected, None, f"entries {expected} to {entry.sequence - 1} are missing")
            expected = entry.sequence
        elif entry.digest != _digest(before, entry):
            yield Break(expected, entry.pk, "its facts are not those that were sealed")
        if not _has_its_words(entry):
            yield Break(expected, entry.pk, "its words are not those that were sealed")
        if anchors.pop(expected, entry.digest) != entry.digest:
            yield Break(expected, entry.pk, "it is not the entry that was anchored")
        expected, before = expected + 1, entry.digest
    for entry in AuditEntry.objects.filter(sequence=None).exclude(digest=""):
        yield Break(0, entry.pk, "it was sealed, and its place in the log is gone")
    for sequence in sorted(anchors):
        if sequence >= expected:
            yield Break(sequence, None, f"anchored, but the log ends at {expected - 1}")


def _has_its_words(entry: AuditEntry) -> bool:
    """Whether the words are the sealed ones, or none at all where they were erased."""
    if entry.is_erased:
        return not (entry.object_label or entry.changes or entry.ip_address or entry.salt)
    return entry.words_digest == _words_digest(entry)


def drop_anchor() -> AuditAnchor | None:
    """Remember how long the chain is and how it ends; None while nothing is sealed."""
    last = _last()
    if last is None:
        return None
    anchor, _is_new = AuditAnchor.objects.get_or_create(
        sequence=last.sequence or 0, defaults={"digest": last.digest, "made_at": clock.now()}
    )
    return anchor


def erase_words(entries: Any) -> int:
    """Remove what a queryset of entries tells in words; who did what and when stays, sealed."""
    count: int = entries.update(
        object_label="", changes={}, ip_address=None, salt="", is_erased=True
    )
    return count


def _last() -> AuditEntry | None:
    sealed = AuditEntry.objects.filter(sequence__isnull=False)
    last: AuditEntry | None = sealed.order_by("-sequence").first()
    return last


def _digest(before: str, entry: AuditEntry) -> str:
    behalf = {"on_behalf_of": entry.on_behalf_of_id} if entry.seal_version >= 2 else {}
    return _sha256(
        behalf
        | {
            "version": entry.seal_version,
            "before": before,
            "sequence": entry.sequence,
            "id": entry.pk,
            "company": entry.company_id,
            "building": entry.building_id,
            "actor": entry.actor_id,
            "system_actor": entry.system_actor,
            "action": entry.action,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "request_id": entry.request_id,
            "occurred_at": entry.occurred_at.timestamp(),
            "words": entry.words_digest,
        }
    )


def _words_digest(entry: AuditEntry) -> str:
    words = {"salt": entry.salt, "label": entry.object_label, "changes": entry.changes}
    return _sha256(words | ({"ip": entry.ip_address} if entry.seal_version >= 2 else {}))


def _sha256(facts: Mapping[str, Any]) -> str:
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
