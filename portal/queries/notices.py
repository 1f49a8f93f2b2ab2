"""Reminders of expiring documents, for the worker."""

from portal.models import ExpiryNotice


def notice_by_id(notice_id: int) -> ExpiryNotice | None:
    """None if the document or the person is gone since it was planned."""
    notice: ExpiryNotice | None = (
        ExpiryNotice.objects.select_related("page", "building__company", "user")
        .filter(pk=notice_id)
        .first()
    )
    return notice


def is_still_true(notice: ExpiryNotice) -> bool:
    """Whether the document is still published with this date, and the person still active."""
    page = notice.page
    return bool(page.live and page.valid_until == notice.valid_until and notice.user.is_active)
