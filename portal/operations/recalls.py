"""Announcements taken back: the page goes, and whoever was told is told why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts.queries.users import users_with_ids
from foundation import audit, clock, queue
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.languages import language_for, speaking
from foundation.permissions import require
from notifications.operations.sending import take_back
from notifications.operations.telling import Told, tell
from notifications.queries.inbox import told_of
from portal.models import AnnouncementSending
from portal.operations.sendings import KIND, PEOPLE_PER_TASK, locked_sending
from portal.queries.languages import in_language
from portal.queries.readers import reader_in
from portal.queries.receipts import sending_with_id

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_REASON = 300
State = AnnouncementSending.State


@transaction.atomic
def recall(*, actor: "User", sending: AnnouncementSending, reason: str) -> int:
    """Unpublish an announcement that has gone out; answers how many are told that it is withdrawn.

    Mails that still wait are not sent. Published again, it is a new announcement.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        InvalidInput: no reason, or one that is too long.
        Conflict: it has not gone out, or was withdrawn before.
    """
    require(actor, "portal.send_announcement", sending)
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput(_("Say why it is withdrawn: everybody who was told reads it."))
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(_("Keep the reason to %(most)s characters.") % {"most": LONGEST_REASON})
    sending = locked_sending(sending.pk)
    if sending.state != State.SENT:
        raise Conflict(_("It has not gone out."))
    page = sending.page
    if page.live:
        if not page.permissions_for_user(actor).can_unpublish():
            raise NotAllowed(_("Publishing here is for the building's managers."))
        UnpublishPageAction(page, user=actor).execute(skip_permission_checks=True)
    sending.state, sending.withdrawn_because = State.WITHDRAWN, reason
    sending.closed_at = clock.now()
    sending.save(update_fields=["state", "withdrawn_because", "closed_at"])
    take_back(source=sending.source)
    audit.record(actor, "portal.announcement_withdrawn", sending)
    people = told_of(sending.source)
    for start in range(0, len(people), PEOPLE_PER_TASK):
        some = people[start : start + PEOPLE_PER_TASK]
        queue.enqueue("portal.tasks.announcements.tell_withdrawal", sending.pk, some)
    return len(people)


@transaction.atomic
def tell_withdrawal(*, sending_id: int, user_ids: Sequence[int]) -> int:
    """Tell some of the people. One transaction; whoever has left the building is left out."""
    sending = sending_with_id(sending_id)
    page, building = sending.page, sending.building
    people = []
    for user in users_with_ids(user_ids):
        reader = reader_in(user, building)
        if not user.is_active or not (reader.homes or reader.is_staff):
            continue
        language = language_for(user, building)
        title = in_language([page], building, language)[0].title
        with speaking(user, building):
            words = _("Withdrawn: %(title)s") % {"title": title}
        people.append(
            Told(
                user=user,
                title=words,
                text=sending.withdrawn_because,
                path=reverse("open-announcement", args=[page.translation_key]),
                language=language,
            )
        )
    return tell(
        company_id=sending.company_id,
        building_id=sending.building_id,
        kind=KIND,
        source=f"withdrawal:{sending.uuid}",
        people=people,
        urgency=page.urgency,
    )
