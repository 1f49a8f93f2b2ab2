"""What of an announcement was corrected after people were told, as each reader may see it."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from portal.models import AnnouncementPage, AnnouncementReceipt, AnnouncementSending
from portal.queries.access import building_home_of
from portal.queries.differences import Difference, stream_differences, value_difference
from portal.queries.readers import reader_in

if TYPE_CHECKING:
    from accounts.models import User
    from portal.audiences import Reader, WatchedReader


@dataclass(frozen=True, slots=True)
class Correction:
    """The page as it stands now against what was told."""

    page: AnnouncementPage
    sending: AnnouncementSending
    #: When the correction was published.
    at: dt.datetime
    differences: list[Difference]

    @property
    def mark(self) -> str:
        """The same as long as the words are: publishing again without another one is no news."""
        pieces = [(item.kind, item.pieces) for item in self.differences]
        return hashlib.blake2b(repr(pieces).encode(), digest_size=8).hexdigest()


def correction_of(page: AnnouncementPage, reader: "Reader | WatchedReader") -> Correction | None:
    """None where nothing that `reader` may read is different from what was told."""
    if page.last_published_at == page.first_published_at:
        # The text of most announcements is never touched again: nothing is asked of them.
        return None
    sent = page.sendings.filter(state=AnnouncementSending.State.SENT, revision__isnull=False)
    sending: AnnouncementSending | None = sent.select_related("revision").first()
    if sending is None or page.live_revision_id == sending.revision_id:
        return None
    revision: Any = sending.revision
    told = revision.as_object()
    fields = (
        value_difference(_("Title"), told.title, page.title),
        value_difference(_("Summary"), told.summary, page.summary),
    )
    differences = [difference for difference in fields if difference is not None]
    differences += stream_differences(_readable(told.body, reader), _readable(page.body, reader))
    if not differences or page.last_published_at is None:
        return None
    return Correction(page, sending, page.last_published_at, differences)


def correction_for(user: "User", page: AnnouncementPage) -> Correction | None:
    """The same for a person; `page` was fetched as they may read it."""
    home = building_home_of(page)
    return correction_of(page, reader_in(user, home.building)) if home is not None else None


def read_the_old_text(correction: Correction) -> list[int]:
    """The accounts that opened the announcement before it was corrected."""
    old = AnnouncementReceipt.objects.filter(page=correction.page, opened_at__lt=correction.at)
    return list(old.order_by("user_id").values_list("user_id", flat=True))


def _readable(body: Any, reader: "Reader | WatchedReader") -> list[Any]:
    """The blocks without parts that are for others."""
    return [
        child
        for child in body
        if child.block_type != "audience" or child.value["only_for"].audience.includes(reader)
    ]
