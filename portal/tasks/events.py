"""Mails about events and the seats of people who have left: ids in, safe to run twice.

Who has left the building, or the platform, since the work was queued gets no mail about it.
"""

from foundation.actors import SystemActor
from portal.emails import events as emails
from portal.operations.signups import release_seats
from portal.queries.readers import may_read
from portal.queries.signups import events_with_departed_people, signup_by_id


def send_seat_given(signup_id: int) -> None:
    signup = signup_by_id(signup_id)
    if signup is not None and signup.state == "going" and may_read(signup.user, signup.event):
        emails.send_seat_given_mail(signup)


def send_event_changed(signup_id: int, changes: list[str]) -> None:
    signup = signup_by_id(signup_id)
    if signup is not None and signup.state != "cancelled" and may_read(signup.user, signup.event):
        emails.send_event_changed_mail(signup, changes)


def send_signed_off(signup_id: int) -> None:
    signup = signup_by_id(signup_id)
    if signup is not None and may_read(signup.user, signup.event):
        emails.send_signed_off_mail(signup)


def release_seats_of_departed() -> None:
    for event in events_with_departed_people():
        release_seats(actor=SystemActor("waiting list"), event=event)
