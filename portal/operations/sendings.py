"""Announcements that reach people: planned, stopped, sent, opened, confirmed, reminded of."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries.users import users_with_ids
from foundation import audit, clock, queue
from foundation.actors import Actor, SystemActor, is_system
from foundation.errors import Conflict
from foundation.languages import language_for
from foundation.permissions import require
from notifications.operations.reading import mark_source_read
from notifications.operations.sending import send_again
from notifications.operations.telling import Told, tell
from portal.models import AnnouncementPage, AnnouncementReceipt, AnnouncementSending
from portal.queries.access import building_home_of
from portal.queries.languages import in_language
from portal.queries.readers import may_read, reader_in
from portal.queries.receipts import recipients_of, sending_with_id, unread_among

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building

KIND = "announcements"
#: So many people are told by one task.
PEOPLE_PER_TASK = 200
#: A page that was published for the first time longer ago is no news any more.
NEWS_FOR = dt.timedelta(days=1)
REMINDED_AT_MOST_EVERY = dt.timedelta(hours=20)

State = AnnouncementSending.State


@transaction.atomic
def plan_sending(*, actor: Actor, page: AnnouncementPage) -> AnnouncementSending | None:
    """Tell people of an announcement that has just been published; part of publishing.

    Published again, it is told to nobody again, unless its sending was stopped or withdrawn. It
    waits for `ANNOUNCEMENT_UNDO_SECONDS`, an emergency not at all. None where there is nothing to
    tell.
    """
    home = building_home_of(page)
    now = clock.now()
    if (
        home is None
        or home.is_translation
        or page.first_published_at is None
        or now - page.first_published_at > NEWS_FOR
        or (page.valid_until and page.valid_until < clock.today(home.building.time_zone))
        or page.sendings.filter(state__in=[State.WAITING, State.SENT]).exists()
    ):
        return None
    is_emergency = page.urgency == AnnouncementPage.Urgency.EMERGENCY
    wait = dt.timedelta(seconds=0 if is_emergency else settings.ANNOUNCEMENT_UNDO_SECONDS)
    try:
        with transaction.atomic():
            sending: AnnouncementSending = AnnouncementSending.objects.create(
                company_id=home.company_id,
                building_id=home.building_id,
                page=page,
                planned_by=None if is_system(actor) else actor,
                planned_at=now,
                due_at=now + wait,
            )
    except IntegrityError:
        # Published twice at the same time.
        return None
    audit.record(actor, "portal.announcement_planned", sending)
    if not wait:
        queue.enqueue("portal.tasks.announcements.send_announcement", sending.pk)
    return sending


@transaction.atomic
def stop_sending(*, actor: Actor, sending: AnnouncementSending) -> AnnouncementSending:
    """Tell nobody. The page stays published; published again, it is told after all.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it has gone out.
    """
    require(actor, "portal.send_announcement", sending)
    sending = locked_sending(sending.pk)
    if sending.state != State.WAITING:
        raise Conflict(_("It has gone out already."))
    sending.state, sending.closed_at = State.STOPPED, clock.now()
    sending.save(update_fields=["state", "closed_at"])
    audit.record(actor, "portal.announcement_stopped", sending)
    return sending


@transaction.atomic
def start_sending(*, actor: Actor, sending_id: int) -> int:
    """Fix who is told, and hand them to the worker some at a time; answers how many they are.

    Done once: a task that runs again, or beside another, finds that it has gone out.
    """
    sending = locked_sending(sending_id)
    if sending.state != State.WAITING or sending.due_at > clock.now():
        return 0
    sending.closed_at = clock.now()
    if not sending.page.live:
        sending.state = State.STOPPED
        sending.save(update_fields=["state", "closed_at"])
        audit.record(actor, "portal.announcement_stopped", sending)
        return 0
    people = recipients_of(sending.page, sending.building)
    sending.state, sending.people = State.SENT, len(people)
    sending.revision_id = sending.page.live_revision_id
    sending.save(update_fields=["state", "closed_at", "people", "revision"])
    audit.record(actor, "portal.announcement_sent", sending)
    _enqueue(sending, people, is_reminder=False)
    return len(people)


@transaction.atomic
def tell_some(*, sending_id: int, user_ids: Sequence[int], source: str) -> int:
    """Tell some of the people. One transaction; whoever may not read it any more is left out."""
    sending = sending_with_id(sending_id)
    page, building = sending.page, sending.building
    if not page.live:
        return 0
    words: dict[str, Any] = {}
    people = []
    for user in users_with_ids(user_ids):
        if not user.is_active or not may_read(user, page):
            continue
        language = language_for(user, building)
        if language not in words:
            words[language] = in_language([page], building, language)[0]
        people.append(
            Told(
                user=user,
                title=words[language].title,
                text=words[language].summary,
                path=reverse("open-announcement", args=[page.translation_key]),
                language=language,
            )
        )
    return tell(
        company_id=sending.company_id,
        building_id=sending.building_id,
        kind=KIND,
        source=source,
        people=people,
        urgency=page.urgency,
    )


@transaction.atomic
def remind(*, actor: Actor, sending: AnnouncementSending) -> int:
    """Tell once more whoever has not opened it, or not confirmed it; answers how many.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it has not gone out, a reminder went out today, or nobody is left.
    """
    require(actor, "portal.send_announcement", sending)
    sending = locked_sending(sending.pk)
    now = clock.now()
    if sending.state != State.SENT or not sending.page.live:
        raise Conflict(_("It has not gone out."))
    if sending.reminded_at and now - sending.reminded_at < REMINDED_AT_MOST_EVERY:
        raise Conflict(_("They were reminded today. Give them until tomorrow."))
    people = unread_among(sending, recipients_of(sending.page, sending.building))
    if not people:
        raise Conflict(_("Everybody has read it."))
    sending.reminded_at = now
    sending.save(update_fields=["reminded_at"])
    audit.record(actor, "portal.announcement_reminded", sending)
    _enqueue(sending, people, is_reminder=True)
    return len(people)


@transaction.atomic
def try_mails_again(*, actor: Actor, sending: AnnouncementSending) -> int:
    """Send once more what the mail server did not take; answers how many.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
    """
    require(actor, "portal.send_announcement", sending)
    count = send_again(source=sending.source)
    audit.record(actor, "portal.announcement_mails_retried", sending)
    return count


@transaction.atomic
def open_announcement(*, actor: "User", page: AnnouncementPage) -> AnnouncementReceipt | None:
    """Note that a resident opened it; staff leave no receipt. The row itself is the record.

    The caller has fetched the page as `actor` may read it.
    """
    home = building_home_of(page)
    for sending in page.sendings.all():
        mark_source_read(actor=actor, source=sending.source)
    if home is None or reader_in(actor, home.building).is_staff:
        return None
    return _receipt(actor, page, home.building)


@transaction.atomic
def acknowledge(*, actor: "User", page: AnnouncementPage) -> AnnouncementReceipt:
    """Confirm that one has read it. The row itself is the record.

    The caller has fetched the page as `actor` may read it.

    Raises:
        Conflict: nobody asks for it, or the actor reads it as staff.
    """
    home = building_home_of(page)
    if home is None or not page.must_be_acknowledged:
        raise Conflict(_("This announcement asks for no confirmation."))
    if reader_in(actor, home.building).is_staff:
        raise Conflict(_("Confirming is for the residents."))
    receipt = _receipt(actor, page, home.building)
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = clock.now()
        receipt.save(update_fields=["acknowledged_at"])
    return receipt


def publishing() -> SystemActor:
    """Who sends what a person has planned."""
    return SystemActor("publishing")


def _receipt(actor: "User", page: AnnouncementPage, building: "Building") -> AnnouncementReceipt:
    receipt, _is_new = AnnouncementReceipt.objects.get_or_create(
        page=page,
        user=actor,
        defaults={
            "company_id": building.company_id,
            "building": building,
            "opened_at": clock.now(),
        },
    )
    return receipt


def _enqueue(sending: AnnouncementSending, people: list[int], *, is_reminder: bool) -> None:
    source = sending.source
    if is_reminder:
        source += f":{clock.today('UTC'):%Y%m%d}"
    for start in range(0, len(people), PEOPLE_PER_TASK):
        some = people[start : start + PEOPLE_PER_TASK]
        queue.enqueue("portal.tasks.announcements.tell_people", sending.pk, some, source)


def locked_sending(sending_id: int) -> AnnouncementSending:
    """Held for the rest of the transaction."""
    locked: AnnouncementSending = (
        AnnouncementSending.objects.select_for_update(of=("self",))
        .select_related("building__company", "page")
        .get(pk=sending_id)
    )
    return locked
