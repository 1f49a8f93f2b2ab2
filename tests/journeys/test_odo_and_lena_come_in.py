"""Two who cannot be invited by mail: Odo holds a letter, Lena stands before the poster."""

import re

from django.core import mail
from playwright.sync_api import expect

from buildings.residents.operations.letters import print_letter
from buildings.residents.operations.residencies import PersonFacts, move_in
from foundation import clock
from tests.queue import drain

PASSWORD = "a lantern in the yard"


def proof() -> str:
    """The code from the newest mail."""
    drain()
    return re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[-1].body, re.MULTILINE)[0]


def test_from_a_letter_to_the_buildings_page(story, visit):
    person = move_in(
        actor=story.boris,
        apartment=story.apartment("willow", "2B"),
        person=PersonFacts(full_name="Odo Lark"),
        kind="tenant",
        start_date=clock.today("Europe/Berlin"),
    ).person
    letter = print_letter(actor=story.boris, person=person, building=story.willow)

    odo = visit("nobody", f"/invitations/{letter.token}/")
    odo.get_by_label("E-mail address").fill("odo@post.example")
    odo.get_by_label("Password").fill(PASSWORD)
    odo.get_by_role("button", name="Send me the code").click()
    odo.get_by_label("Code").fill(proof())
    odo.locator("main button[type=submit]").first.click()
    odo.get_by_role("button", name="Accept").click()
    expect(odo.get_by_role("heading", level=1)).to_contain_text("Odo")
    assert odo.url.endswith("/harbour/willow-court/")


def test_from_the_poster_to_the_buildings_page(story, visit):
    code = story.willow.join_code.shown
    lena = visit("nobody", "/join/")
    lena.get_by_label("Code of the building").fill(code.lower())
    lena.get_by_role("button", name="Go on").click()
    expect(lena.get_by_role("heading", level=1)).to_have_text("Join Willow Court")
    lena.get_by_role("link", name="Make an account").click()
    lena.get_by_label("Email").fill("lena@post.example")
    lena.get_by_label("Password").fill(PASSWORD)
    lena.get_by_role("button", name="Make the account").click()
    lena.get_by_label("Code").fill(proof())
    lena.locator("main button[type=submit]").first.click()
    lena.get_by_label("Your name").fill("Lena Moor")
    lena.get_by_label("Apartment").fill("2B")
    lena.get_by_label("Tenant").check()
    lena.get_by_role("button", name="Ask to be let in").click()
    expect(lena.get_by_text("Waiting", exact=True)).to_be_visible()

    drain()
    link = re.search(r"/desk/join-requests/[^\s]+", mail.outbox[-1].body)[0]
    boris = visit("boris", link)
    expect(boris.get_by_label("Apartment", exact=True)).to_have_value(
        str(story.apartment("willow", "2B").uuid)
    )
    boris.get_by_role("button", name="Let them in").click()
    expect(boris.get_by_text("Lena Moor now has access to Willow Court.")).to_be_visible()

    lena.goto("/harbour/willow-court/")
    expect(lena.get_by_role("heading", level=1)).to_contain_text("Lena")
