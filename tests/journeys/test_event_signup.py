"""Ana signs up for the last seat, Teo waits; she withdraws, and he gets her seat and a mail."""

from icalendar import Calendar
from playwright.sync_api import expect

from portal.models import EventIndexPage
from portal.operations.pages import publish_page
from tests import queue
from tests.world import party

PLACE = "/harbour/willow-court/events/last-seat/"


def test_the_seat_goes_from_ana_to_teo(story, visit, mailoutbox):
    publish_page(
        actor=story.boris,
        parent=EventIndexPage.objects.descendant_of(story.homes["willow"]).get(),
        page=party("Last seat", "last-seat", capacity=1),
    )
    ana, teo = visit("ana", PLACE), visit("teo", PLACE)
    ana.get_by_role("button", name="Sign up").click()
    expect(ana.get_by_text("See you there!")).to_be_visible()
    # Teo's page is older than Ana's seat: the answer counts, not the page.
    teo.get_by_role("button", name="Sign up").click()
    expect(teo.get_by_text("You are number 1 of 1 in line.")).to_be_visible()

    ana.get_by_role("button", name="Withdraw").click()
    expect(ana.get_by_text("0 of 1 seat free.")).to_be_visible()
    expect(ana.get_by_role("button", name="Get in line")).to_be_visible()
    queue.drain()
    assert [(m.to, m.subject) for m in mailoutbox] == [
        ([story.teo.email], "You have a seat: Last seat")
    ]
    teo.reload()
    expect(teo.get_by_text("You are signed up", exact=True)).to_be_visible()

    link = teo.get_by_role("link", name="Add to my calendar").get_attribute("href")
    found = Calendar.from_ical(teo.request.get(link).body()).walk("VEVENT")
    assert [str(entry["SUMMARY"]) for entry in found] == ["Last seat"]
    assert visit("iris", "/").request.get(PLACE).status == 404
