"""What the library notes: whose files are whose, who read what, who was reminded."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from buildings.properties.queries import managers_of
from foundation import audit, clock, events, queue
from foundation.actors import Actor
from foundation.errors import NotFound
from portal.events import FilesEnteredLibrary
from portal.models import DocumentPage, DocumentRead, ExpiryNotice, LibraryFile
from portal.queries.access import building_home_of
from portal.queries.library import file_access

#: The date line lies between UTC and some buildings.
_A_DAY = dt.timedelta(days=1)

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def remember_files(*, actor: Actor, page: DocumentPage, document_ids: Iterable[int]) -> int:
    """From now on these files are opened by pages of the library alone. Part of every draft.

    Answers how many are new to the library.
    """
    home = building_home_of(page)
    if home is None:
        raise NotFound
    wanted = set(document_ids)
    known = set(
        LibraryFile.objects.filter(document__in=wanted).values_list("document_id", flat=True)
    )
    LibraryFile.objects.bulk_create(
        [
            LibraryFile(
                company_id=home.company_id, building_id=home.building_id, document_id=document_id
            )
            for document_id in sorted(wanted - known)
        ],
        # Two drafts saved at the same time may bring the same file.
        ignore_conflicts=True,
    )
    if wanted - known:
        events.publish(
            FilesEnteredLibrary(company_id=home.company_id, document_ids=sorted(wanted - known)),
            actor=actor,
        )
    return len(wanted - known)


@transaction.atomic
def record_reading(*, actor: "User", page: DocumentPage, document: Any) -> DocumentRead:
    """Note that a resident got a file of a document. The row itself is the record.

    Raises:
        NotFound: this page does not open this file for this person.
    """
    access = file_access(actor, document)
    if access is None or access.page != page or access.building is None:
        raise NotFound
    now = clock.now()
    reading, is_first = DocumentRead.objects.get_or_create(
        page=page,
        document=document,
        user=actor,
        defaults={
            "company_id": access.building.company_id,
            "building": access.building,
            "first_read_at": now,
            "last_read_at": now,
        },
    )
    if not is_first:
        # Counted in the database, so that two clicks at once are two.
        DocumentRead.objects.filter(pk=reading.pk).update(last_read_at=now, times=F("times") + 1)
        reading.refresh_from_db()
    return reading


@transaction.atomic
def plan_expiry_reminders(*, actor: Actor) -> list[ExpiryNotice]:
    """Queue one mail per manager for every published document that expires soon.

    Once per document and date: another date is another reminder. Safe to run at any time.
    """
    planned: list[ExpiryNotice] = []
    pages = DocumentPage.objects.live().filter(valid_until__isnull=False)
    for page in pages.filter(valid_until__gte=clock.today("UTC") - _A_DAY):
        home = building_home_of(page)
        if (
            home is None
            or home.is_translation
            or not _is_due(page, clock.today(home.building.time_zone))
        ):
            continue
        for user in managers_of(home.building):
            notice, is_new = ExpiryNotice.objects.get_or_create(
                page=page,
                valid_until=page.valid_until,
                user=user,
                defaults={"company_id": home.company_id, "building": home.building},
            )
            if is_new:
                planned.append(notice)
                queue.enqueue("portal.tasks.library.send_expiry_reminder", notice.pk)
    if planned:
        audit.record_many(actor, "portal.expiry_reminder_planned", [(n, {}) for n in planned])
    return planned


@transaction.atomic
def note_reminder_sent(*, actor: Actor, notice: ExpiryNotice) -> None:
    """The mail is out; a task that runs again sends no second one. One transaction."""
    ExpiryNotice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(sent_at=clock.now())
    audit.record(actor, "portal.expiry_reminder_sent", notice)


def _is_due(page: DocumentPage, today: dt.date) -> bool:
    return page.valid_until is not None and today <= page.valid_until <= today + dt.timedelta(
        days=page.remind_days
    )
