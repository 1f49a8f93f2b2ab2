"""Telling people what became of an outage, and that they have seen it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.queries.users import users_with_ids
from foundation.languages import language_for
from notifications.operations.reading import mark_source_read
from notifications.operations.telling import Told, tell
from portal.models import Outage, OutageChange
from portal.queries.outages import change_with_id, heading_of, times_of
from portal.queries.receipts import accounts_meant

if TYPE_CHECKING:
    from accounts.models import User

KIND = "outages"

What = OutageChange.What


@transaction.atomic
def tell_some(*, change_id: int, user_ids: Sequence[int]) -> int:
    """Tell some of the people. One transaction; who is not meant any more today is left out."""
    change = change_with_id(change_id)
    outage, building = change.outage, change.outage.building
    meant = set(accounts_meant(outage.reading_audience, building))
    words: dict[str, tuple[str, str]] = {}
    people = []
    for user in users_with_ids(user_ids):
        if not user.is_active or user.pk not in meant:
            continue
        language = language_for(user, building)
        if language not in words:
            with translation.override(language):
                words[language] = _words(change)
        title, text = words[language]
        path = reverse("my-outage", args=[outage.uuid])
        people.append(Told(user=user, title=title, text=text, path=path, language=language))
    return tell(
        company_id=outage.company_id,
        building_id=outage.building_id,
        kind=KIND,
        source=change.source,
        people=people,
        urgency="emergency" if outage.is_emergency else "important",
    )


def open_outage(*, actor: "User", outage: Outage) -> None:
    """Its messages were looked at. The caller has fetched the outage as `actor` may see it."""
    mark_source_read(actor=actor, source=outage.source)


def _words(change: OutageChange) -> tuple[str, str]:
    """Title and text of a message, in the active language."""
    outage = change.outage
    heading = heading_of(outage)
    if change.what == What.ANNOUNCED:
        title = heading
    else:
        title = _("%(what)s: %(title)s") % {
            "what": change.get_what_display(),
            "title": outage.title,
        }
    when = (
        ""
        if change.what in (What.ENDED, What.CALLED_OFF)
        else times_of(change, outage.building.time_zone)
    )
    details = outage.text if change.what in (What.ANNOUNCED, What.CHANGED) else ""
    parts = (heading if title != heading else "", when, change.text, details)
    return title, "\n".join(part for part in parts if part)
