"""Boris invites Nora from the people of Willow Court; the link in her mail brings her in."""

import datetime as dt
import re

from django.core import mail
from playwright.sync_api import expect

from buildings.residents.operations.residencies import PersonFacts, move_in
from tests.queue import drain


def test_from_the_desk_to_the_buildings_page(story, visit):
    residency = move_in(
        actor=story.boris,
        apartment=story.apartment("willow", "2A"),
        person=PersonFacts(full_name="Nora Vance", email="nora@willow.example"),
        kind="tenant",
        start_date=dt.date(2026, 1, 1),
    )
    boris = visit("boris", f"/desk/people/{residency.person.uuid}/")
    boris.get_by_role("button", name="Invite").click()
    expect(boris.get_by_text("An invitation is on its way to nora@willow.example.")).to_be_visible()
    drain()
    link = re.search(r"/invitations/[^\s]+/", mail.outbox[-1].body)[0]

    nora = visit("nobody", link)
    nora.get_by_label("Password").fill("12345678")
    nora.get_by_role("button", name="Accept and sign in").click()
    expect(nora.get_by_text("This password is entirely numeric.").first).to_be_visible()
    nora.get_by_label("Password").fill("a lantern in the yard")
    nora.get_by_role("button", name="Accept and sign in").click()
    expect(nora.get_by_role("heading", level=1)).to_contain_text("Nora")
    expect(nora.get_by_role("link", name="My apartment").first).to_be_visible()

    boris.reload()
    expect(boris.get_by_text("Has an account", exact=True)).to_be_visible()
    late = visit("nobody", link).get_by_role("heading", level=1)
    expect(late).to_have_text("This invitation can no longer be used")
