"""Announcements that were withdrawn, for those who were told of them."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.errors import NotFound
from notifications.queries.inbox import was_told_of
from portal.models import AnnouncementSending
from portal.queries.readers import reader_in
from portal.queries.receipts import announcement_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

WITHDRAWN = AnnouncementSending.State.WITHDRAWN


def withdrawn_for(user: "Viewer", uuid: UUID) -> AnnouncementSending:
    """The withdrawal of an announcement, for whoever was told and still belongs to the building.

    Raises:
        NotFound: unknown, not withdrawn, or not for this person.
    """
    withdrawn = AnnouncementSending.objects.filter(page__translation_key=uuid, state=WITHDRAWN)
    for sending in withdrawn.select_related("building__company", "page"):
        reader = reader_in(user, sending.building)
        if reader.is_staff or (reader.homes and was_told_of(user, sending.source)):
            found: AnnouncementSending = sending
            return found
    raise NotFound


def sending_for(user: "Viewer", uuid: UUID) -> AnnouncementSending:
    """How people were told of an announcement that `user` may read.

    Raises:
        NotFound: unknown, not for this person, or nobody was told.
    """
    page = announcement_for(user, uuid)
    told = page.sendings.exclude(state=AnnouncementSending.State.STOPPED)
    sending: AnnouncementSending | None = told.select_related("building__company").first()
    if sending is None:
        raise NotFound(_("Nobody was told of this announcement."))
    return sending
