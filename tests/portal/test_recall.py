"""An announcement is taken back: the page goes, and exactly those who were told read why."""

from typing import Any

import pytest
from django.core import mail

from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.models import AuditEntry
from notifications.models import Delivery, Notification
from notifications.operations.sending import take_back
from portal.operations.recalls import recall, tell_withdrawal
from tests.portal.test_announcements import TENANTS, announce
from tests.portal.test_sendings import go_out
from tests.queue import drain

pytestmark = pytest.mark.django_db

DESK = "/desk/harbour/willow-court/announcements/"
WHY = "The plumbers come next week instead."


@pytest.fixture
def sent(world: Any) -> Any:
    return go_out(announce(world, "Water off"))


def told(title: str) -> set[str]:
    return set(Notification.objects.filter(title=title).values_list("user__first_name", flat=True))


def test_from_the_desk(world: Any, sent: Any, sign_in: Any) -> None:
    boris, uuid = sign_in("boris"), sent.page.translation_key
    mail.outbox.clear()
    answer = boris.post(f"{DESK}{uuid}/withdraw/", {"reason": WHY}, follow=True)
    assert "2 people are told why" in answer.content.decode()
    drain()
    sent.refresh_from_db()
    assert (sent.state, sent.page.live) == ("withdrawn", False)
    assert told("Withdrawn: Water off") == {"Ana", "Teo"}
    assert len(mail.outbox) == 2
    assert WHY in mail.outbox[0].body
    assert AuditEntry.objects.filter(action="portal.announcement_withdrawn").count() == 1
    # It stands at the desk with its reason, and nowhere else.
    assert WHY in boris.get(f"{DESK}{uuid}/").content.decode()
    assert "Water off" in boris.get(DESK).content.decode()
    ana = sign_in("ana")
    assert "Water off" not in ana.get("/harbour/willow-court/announcements/").content.decode()
    assert ana.get(f"/api/v1/announcements/{uuid}").status_code == 404


def test_the_link_of_the_old_mail_says_so_to_whoever_was_told(world: Any, sign_in: Any) -> None:
    sent = go_out(announce(world, "Rent desk moves", audience=TENANTS))
    recall(actor=world.boris, sending=sent, reason=WHY)
    address = f"/my/announcements/{sent.page.translation_key}/open/"
    assert WHY in sign_in("teo").get(address).content.decode()
    for stranger in ("ana", "iris", "emil", "dara"):
        assert sign_in(stranger).get(address).status_code == 404


def test_whatever_runs_twice_tells_once(world: Any, sent: Any) -> None:
    recall(actor=world.boris, sending=sent, reason=WHY)
    drain()
    tell_withdrawal(sending_id=sent.pk, user_ids=[world.ana.pk, world.teo.pk])
    assert Notification.objects.filter(title="Withdrawn: Water off").count() == 2
    with pytest.raises(Conflict):
        recall(actor=world.boris, sending=sent, reason=WHY)


def test_mails_that_wait_are_not_sent(world: Any, sent: Any) -> None:
    waiting = Delivery.objects.filter(notification__source=sent.source, channel="email")
    waiting.update(state="queued")
    assert take_back(source=sent.source) == 2
    assert set(waiting.values_list("state", "reason")) == {("skipped", "taken_back")}


def test_published_again_it_is_told_again(world: Any, sent: Any) -> None:
    recall(actor=world.boris, sending=sent, reason=WHY)
    drain()
    page = sent.page
    page.refresh_from_db()
    page.save_revision(user=world.boris).publish(user=world.boris)
    assert page.sendings.filter(state="waiting").count() == 1


def test_needs_a_reason_and_something_that_went_out(world: Any, sent: Any) -> None:
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(InvalidInput):
            recall(actor=world.boris, sending=sent, reason=reason)
    waiting = announce(world, "Not yet").sendings.get()
    with pytest.raises(Conflict):
        recall(actor=world.boris, sending=waiting, reason=WHY)
    with pytest.raises(NotAllowed):
        recall(actor=world.asta, sending=sent, reason=WHY)


def test_by_program(world: Any, sent: Any, sign_in: Any) -> None:
    address = f"/api/v1/announcements/{sent.page.translation_key}/recall"
    assert (
        sign_in("ana").post(address, {"reason": WHY}, content_type="application/json").status_code
        == 404
    )
    answer = sign_in("boris").post(address, {"reason": WHY}, content_type="application/json")
    assert answer.json() == {"told": 2}
