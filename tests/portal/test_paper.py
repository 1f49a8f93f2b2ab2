"""Paper for the unread: a page for each door behind which nobody has read an announcement."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from buildings.residents.operations.residencies import PersonFacts, move_in
from portal.operations.sendings import acknowledge, open_announcement
from tests.portal.pump import part
from tests.portal.test_announcements import announce

pytestmark = pytest.mark.django_db
pytest.importorskip("weasyprint")

DESK = "/desk/harbour/willow-court/announcements/"


def doors(answer: Any) -> list[str]:
    """The pages of the answer, as text."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


@pytest.fixture
def notice(world: Any) -> Any:
    body = [("text", "<p>Fill a kettle <b>before</b> nine.</p><p>Pressure &lt; 2 bar.</p>")]
    return announce(world, "Water off", body=body)


def test_lists_exactly_the_unread(world: Any, notice: Any, sign_in: Any) -> None:
    boris = sign_in("boris")
    paper = boris.get(f"{DESK}{notice.translation_key}/paper.pdf")
    assert paper["Content-Type"] == "application/pdf"
    (page,) = doors(paper)
    assert "Apartment 4B" in page
    assert "Water off" in page
    assert "Fill a kettle before nine." in page
    assert "Pressure < 2 bar." in page

    # One of the people of an apartment is enough.
    open_announcement(actor=world.teo, page=notice)
    answer = boris.get(f"{DESK}{notice.translation_key}/paper.pdf", follow=True)
    assert "nothing to print" in answer.content.decode()
    assert (
        "Paper for the unread" not in boris.get(f"{DESK}{notice.translation_key}/").content.decode()
    )


def test_waits_for_the_confirmation_that_was_asked_for(world: Any, sign_in: Any) -> None:
    notice = announce(world, "Fire drill", must_be_acknowledged=True)
    open_announcement(actor=world.ana, page=notice)
    boris, address = sign_in("boris"), f"{DESK}{notice.translation_key}/paper.pdf"
    (page,) = doors(boris.get(address))
    assert "Please confirm" in page
    acknowledge(actor=world.ana, page=notice)
    assert boris.get(address).status_code == 302


def test_a_home_without_any_account_gets_one(world: Any, notice: Any, sign_in: Any) -> None:
    apartment = world.buildings["willow"].apartments.exclude(number="4B").first()
    move_in(
        actor=world.boris,
        apartment=apartment,
        person=PersonFacts(full_name="Gus Olden"),
        kind="owner",
        start_date=dt.date(2020, 1, 1),
    )
    open_announcement(actor=world.ana, page=notice)
    (page,) = doors(sign_in("boris").get(f"{DESK}{notice.translation_key}/paper.pdf"))
    assert f"Apartment {apartment.number}" in page


def test_parts_for_some_stay_behind_the_sign_in(world: Any, sign_in: Any) -> None:
    notice = announce(world, "Money", body=[part("Rent is cheaper.", kinds=["owner"])])
    (page,) = doors(sign_in("boris").get(f"{DESK}{notice.translation_key}/paper.pdf"))
    assert "Rent is cheaper" not in page
    assert "stands online" in page


@pytest.mark.parametrize("name", ["ana", "iris", "emil", "dara"])
def test_is_for_the_desk_of_the_building(notice: Any, sign_in: Any, name: str) -> None:
    answer = sign_in(name).get(f"{DESK}{notice.translation_key}/paper.pdf")
    assert answer.status_code in (403, 404)


def test_a_page_says_who_opened_it_by_its_plain_address(
    world: Any, notice: Any, sign_in: Any
) -> None:
    page = sign_in("ana").get(notice.get_url()).content.decode()
    assert f'data-opened="/my/announcements/{notice.translation_key}/open/"' in page
