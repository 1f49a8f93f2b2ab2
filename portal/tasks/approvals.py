"""Mails about pages under review: ids in, safe to run twice."""

from portal.emails import approvals as emails
from portal.queries.approvals import page_by_id, person_by_id, task_state_by_id


def send_review_wanted(task_state_id: int, user_id: int) -> None:
    task_state, person = task_state_by_id(task_state_id), person_by_id(user_id)
    if task_state is not None and person is not None:
        emails.send_review_wanted_mail(task_state, person)


def send_reviewed(task_state_id: int, is_approved: bool) -> None:
    task_state = task_state_by_id(task_state_id)
    if task_state is not None:
        emails.send_reviewed_mail(task_state, is_approved=is_approved)


def send_comments(
    page_id: int, user_id: int, author_id: int, comment_ids: list[int], reply_ids: list[int]
) -> None:
    page, person, author = page_by_id(page_id), person_by_id(user_id), person_by_id(author_id)
    if page is not None and person is not None and author is not None:
        emails.send_comments_mail(page, person, author, comment_ids, reply_ids)
