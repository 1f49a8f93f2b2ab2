"""An announcement is corrected: it says so, shows what changed, and tells who read the old text."""

from typing import Any

import pytest

from foundation.errors import Conflict, NotAllowed
from notifications.models import Notification
from portal.operations.corrections import tell_of_correction, tell_some_of_correction
from portal.operations.sendings import open_announcement
from tests.portal.pump import part
from tests.portal.test_announcements import announce
from tests.portal.test_sendings import go_out
from tests.queue import drain

pytestmark = pytest.mark.django_db

DESK = "/desk/harbour/willow-court/announcements/"


@pytest.fixture
def sent(world: Any) -> Any:
    body = [("text", "<p>The water is off from nine.</p>"), part("Owners pay.", kinds=["owner"])]
    return go_out(announce(world, "Water off", body=body))


def correct(world: Any, sent: Any, **values: Any) -> Any:
    page = type(sent.page).objects.get(pk=sent.page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=world.boris).publish(user=world.boris)
    drain()
    return type(page).objects.get(pk=page.pk)


def told() -> set[str]:
    corrected = Notification.objects.filter(title__startswith="Corrected: ")
    return set(corrected.values_list("user__first_name", flat=True))


def test_the_page_says_so_and_shows_what_changed(world: Any, sent: Any, sign_in: Any) -> None:
    ana = sign_in("ana")
    address = sent.page.get_url()
    assert "Corrected on" not in ana.get(address).content.decode()
    correct(world, sent, summary="From ten on, not nine.")
    assert "Corrected on" in ana.get(address).content.decode()
    changes = ana.get(f"/my/announcements/{sent.page.translation_key}/changes/").content.decode()
    assert "<ins>From</ins>" in changes
    assert "<del>Water</del>" in changes


def test_published_without_another_word_it_is_no_correction(
    world: Any, sent: Any, sign_in: Any
) -> None:
    correct(world, sent, is_pinned=True)
    assert "Corrected on" not in sign_in("ana").get(sent.page.get_url()).content.decode()
    with pytest.raises(Conflict):
        tell_of_correction(actor=world.boris, sending=sent)


def test_a_part_for_others_is_corrected_for_them_alone(world: Any, sent: Any, sign_in: Any) -> None:
    page = sent.page
    body = [page.body[0].block.name and ("text", page.body[0].value)]
    correct(world, sent, body=[*body, part("Owners pay half.", kinds=["owner"])])
    ana, teo = sign_in("ana"), sign_in("teo")
    changes = f"/my/announcements/{page.translation_key}/changes/"
    # Whoever comes first: what is kept of a page for one must not reach the other.
    assert "half" in ana.get(changes).content.decode()
    assert "half" not in teo.get(changes).content.decode()
    assert "Owners" not in teo.get(changes).content.decode()


def test_exactly_those_who_read_the_old_text_are_told_once(
    world: Any, sent: Any, sign_in: Any
) -> None:
    open_announcement(actor=world.ana, page=sent.page)
    correct(world, sent, summary="From ten on, not nine.")
    boris = sign_in("boris")
    desk = f"{DESK}{sent.page.translation_key}/"
    assert "Tell who read the old text" in boris.get(desk).content.decode()
    answer = boris.post(f"{desk}correction/", follow=True).content.decode()
    assert "1 person is told what was corrected" in answer
    drain()
    assert told() == {"Ana"}
    sent.refresh_from_db()
    with pytest.raises(Conflict):
        tell_of_correction(actor=world.boris, sending=sent)
    note = Notification.objects.get(title="Corrected: Water off")
    tell_some_of_correction(sending_id=sent.pk, user_ids=[world.ana.pk], source=note.source)
    assert Notification.objects.filter(title="Corrected: Water off").count() == 1
    # Published again without another word, it is the same correction.
    correct(world, sent, is_pinned=True)
    tell_of_correction(actor=world.boris, sending=sent)
    drain()
    assert Notification.objects.filter(title="Corrected: Water off").count() == 1
    # The next correction is another one.
    correct(world, sent, summary="From eleven on.")
    assert tell_of_correction(actor=world.boris, sending=sent) == 1


def test_only_publishers_tell(world: Any, sent: Any) -> None:
    open_announcement(actor=world.ana, page=sent.page)
    correct(world, sent, summary="From ten on, not nine.")
    with pytest.raises(NotAllowed):
        tell_of_correction(actor=world.asta, sending=sent)


@pytest.mark.parametrize("name", ["iris", "emil", "dara"])
def test_strangers_see_no_difference(world: Any, sent: Any, sign_in: Any, name: str) -> None:
    correct(world, sent, summary="From ten on, not nine.")
    answer = sign_in(name).get(f"/my/announcements/{sent.page.translation_key}/changes/")
    assert answer.status_code == 404
