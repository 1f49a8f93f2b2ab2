"""Background work of the document library: ids in, safe to run twice."""

from foundation.actors import SystemActor
from portal.emails import approvals as emails
from portal.operations.library import note_reminder_sent, plan_expiry_reminders
from portal.queries.notices import is_still_true, notice_by_id

LIBRARY = SystemActor("library")


def remind_of_expiry() -> None:
    plan_expiry_reminders(actor=LIBRARY)


def send_expiry_reminder(notice_id: int) -> None:
    """Mail one manager, unless it was done or the document has changed in the meantime."""
    notice = notice_by_id(notice_id)
    if notice is None or notice.sent_at is not None or not is_still_true(notice):
        return
    emails.send_expiry_reminder_mail(notice)
    note_reminder_sent(actor=LIBRARY, notice=notice)
