"""Background work of announcements: ids in, safe to run twice."""

from collections.abc import Sequence

from portal.operations import corrections, recalls, sendings
from portal.queries.receipts import due_sendings


def send_due() -> None:
    """Everything whose moment to be stopped is over."""
    for sending in due_sendings():
        sendings.start_sending(actor=sendings.publishing(), sending_id=sending.pk)


def send_announcement(sending_id: int) -> None:
    """One that waits for nothing."""
    sendings.start_sending(actor=sendings.publishing(), sending_id=sending_id)


def tell_people(sending_id: int, user_ids: Sequence[int], source: str) -> None:
    sendings.tell_some(sending_id=sending_id, user_ids=user_ids, source=source)


def tell_withdrawal(sending_id: int, user_ids: Sequence[int]) -> None:
    recalls.tell_withdrawal(sending_id=sending_id, user_ids=user_ids)


def tell_correction(sending_id: int, user_ids: Sequence[int], source: str) -> None:
    corrections.tell_some_of_correction(sending_id=sending_id, user_ids=user_ids, source=source)
