"""Background work of outages: ids in, safe to run twice."""

from collections.abc import Sequence

from portal.operations import outage_news, outages
from portal.queries.outages import due_outages


def keep_time() -> None:
    """Start and end whatever has come to its time."""
    for outage_id in due_outages():
        outages.keep_time(actor=outages.timekeeper(), outage_id=outage_id)


def tell_people(change_id: int, user_ids: Sequence[int]) -> None:
    outage_news.tell_some(change_id=change_id, user_ids=user_ids)
