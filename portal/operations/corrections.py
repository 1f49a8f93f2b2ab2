"""Telling those who read the old text that an announcement was corrected."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries.users import users_with_ids
from foundation import audit, queue
from foundation.errors import Conflict
from foundation.languages import language_for, speaking
from foundation.permissions import require
from notifications.operations.telling import Told, tell
from portal.audiences import EDITOR
from portal.models import AnnouncementSending
from portal.operations.sendings import KIND, PEOPLE_PER_TASK, locked_sending
from portal.queries.corrections import correction_of, read_the_old_text
from portal.queries.languages import in_language
from portal.queries.readers import may_read
from portal.queries.receipts import sending_with_id

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def tell_of_correction(*, actor: "User", sending: AnnouncementSending) -> int:
    """Tell whoever opened the text before its correction; answers how many they are.

    Each correction is told once; the others find the new text when they open it.

    Raises:
        NotFound, NotAllowed: the actor does not publish in the building.
        Conflict: it was not corrected, nobody has read the old text, or they were told of it.
    """
    require(actor, "portal.send_announcement", sending)
    sending = locked_sending(sending.pk)
    correction = correction_of(sending.page, EDITOR) if sending.page.live else None
    if correction is None:
        raise Conflict(_("Nothing was corrected since people were told."))
    if sending.corrected_at == correction.at:
        raise Conflict(_("They were told of this correction."))
    people = read_the_old_text(correction)
    if not people:
        raise Conflict(_("Nobody has read the old text."))
    sending.corrected_at = correction.at
    sending.save(update_fields=["corrected_at"])
    audit.record(actor, "portal.announcement_correction_told", sending)
    source = f"correction:{sending.uuid}:{correction.mark}"
    for start in range(0, len(people), PEOPLE_PER_TASK):
        some = people[start : start + PEOPLE_PER_TASK]
        queue.enqueue("portal.tasks.announcements.tell_correction", sending.pk, some, source)
    return len(people)


@transaction.atomic
def tell_some_of_correction(*, sending_id: int, user_ids: Sequence[int], source: str) -> int:
    """Tell some of them. One transaction; whoever may not read it any more is left out."""
    sending = sending_with_id(sending_id)
    page, building = sending.page, sending.building
    if not page.live:
        return 0
    people = []
    for user in users_with_ids(user_ids):
        if not user.is_active or not may_read(user, page):
            continue
        language = language_for(user, building)
        shown = in_language([page], building, language)[0]
        with speaking(user, building):
            title = _("Corrected: %(title)s") % {"title": shown.title}
        people.append(
            Told(
                user=user,
                title=title,
                text=shown.summary,
                path=reverse("announcement-changes", args=[page.translation_key]),
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
