"""Pages are accessible, stay inside the screen, and obey the strict content policy."""

import datetime as dt
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.operations.users import choose_language
from buildings.properties.models import StaffInvitation
from portal.models import Outage
from tests.sheets import imported

WILLOW = "/harbour/willow-court/"
DESK = "/desk/harbour/willow-court/"
#: By person, so that each signs in once.
PAGES = {
    "nobody": [
        "/",
        "/accounts/login/",
        "/style/",
        "/join/",
        "/join/{code}/",
        "/unsubscribe/{way_out}/",
        "/invitations/{token}/",
        "/invitations/{letter}/",
        "/staff-invitations/{offer}/",
    ],
    "mara": ["/desk/staff/harbour/"],
    "ana": [
        WILLOW,
        WILLOW + "announcements/",
        WILLOW + "announcements/lift-inspection/",
        WILLOW + "contacts/",
        WILLOW + "new-windows/",
        WILLOW + "living-here/",
        WILLOW + "living-here/around-the-house/",
        WILLOW + "questions/?q=key",
        WILLOW + "photos/lantern-walk/",
        WILLOW + "committee/",
        WILLOW + "rules/",
        "/my/apartment/{apartment}/",
        WILLOW + "events/",
        WILLOW + "events/?view=list",
        WILLOW + "events/summer-party/",
        WILLOW + "documents/",
        WILLOW + "documents/meetings/minutes/",
        "/my/feeds/",
        "/my/preferences/",
        "/my/profile/",
        "/my/security/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/sessions/",
        "/search/?q=lift",
        "/my/",
        "/join/{code}/",
        "/my/inbox/",
        "/my/announcements/{announcement}/confirm/",
        "/my/outages/",
        "/my/outages/{outage}/",
    ],
    "boris": [
        "/desk/",
        "/desk/buildings/",
        DESK,
        DESK + "apartments/",
        "/desk/apartments/{apartment}/",
        DESK + "residencies/",
        DESK + "residencies/invite/",
        "/desk/people/{person}/",
        DESK + "announcements/",
        DESK + "announcements/{announcement}/",
        DESK + "outages/",
        DESK + "outages/new/",
        DESK + "outages/{outage}/",
        DESK + "outages/{outage}/change/",
        DESK + "join-requests/",
        "/desk/join-requests/{request}/",
        DESK + "events/",
        DESK + "events/{event}/",
        DESK + "documents/",
        DESK + "documents/{document}/",
        DESK + "edit/",
        "/desk/apartments/{apartment}/move-in/",
        "/desk/master-pages/",
        "/desk/imports/",
        "/desk/imports/{run}/",
    ],
    # In Arabic: it runs from right to left, and its words have other widths.
    "teo": [
        WILLOW,
        WILLOW + "announcements/lift-inspection/",
        WILLOW + "events/",
        "/search/?q=lift",
    ],
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: All that can differ in the dark, where the page itself is the same.
ABOUT_COLOURS = ["color-contrast", "link-in-text-block"]


def options(scheme: str) -> dict[str, Any]:
    chosen = ("tag", RULES) if scheme == "light" else ("rule", ABOUT_COLOURS)
    # Only the violations: sending all that is in order to the test takes longer than finding it.
    return {"runOnly": dict(zip(("type", "values"), chosen, strict=True)),
            "resultTypes": ["violations"]}  # fmt: skip


#: The menus whose list, once opened, reaches over the edge of the page.
MENUS_OVER_THE_EDGE = """() => [...document.querySelectorAll("details.menu")].filter(menu => {
    const height = document.documentElement.scrollHeight;
    menu.open = true;
    const box = menu.querySelector(".menu-list").getBoundingClientRect();
    menu.open = false;
    return box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > height;
}).map(menu => menu.className)"""


#: What axe measures, by width: in the dark only colours differ, and hardly with the width.
SCHEMES = {1280: ("light", "dark"), 390: ("light",), 320: ()}


def measure(page: Any, scheme: str) -> list[str]:
    """The rules that the page breaks, each with the places."""
    # Half a megabyte of script: once per page.
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(document, options)", options(scheme))
    return [
        f"{rule['id']}: {[node['html'][:200] for node in rule['nodes']]}"
        for rule in found["violations"]
    ]


def faults(page: Any) -> list[str]:
    """What is wrong with the page that is open, in light and dark, on wide and narrow screens."""
    found = []
    # What stands behind a summary is measured as well; menus would cover the page.
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(one => one.open = true)")
    for width, schemes in SCHEMES.items():
        # The full height, so that the phone's tab bar covers nothing while axe measures.
        page.set_viewport_size({"width": width, "height": 3000})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width} px")
        if menus := page.evaluate(MENUS_OVER_THE_EDGE):
            found.append(f"{width} px: over the edge: {menus}")
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            # Colours fade over; what axe measures on the way is nobody's design.
            page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
            found += [f"{width} px, {scheme}: {fault}" for fault in measure(page, scheme)]
    if violations := page.evaluate("window.violations"):
        found.append(f"against the content policy: {violations}")
    return found


@pytest.fixture
def furnished(story: Any) -> Any:
    """Willow Court with the pages of the demo: every kind of page and block."""
    from concierge.demo import pages

    home = story.homes["willow"]
    if not home.get_children().filter(slug="committee").exists():
        pages.write(story.willow, story.boris, home)
        pages.write_house_rules(story.willow, story.boris, home, slug="rules")
    return story


def invite_nora(world: Any) -> Any:
    """The invitation of somebody new in 2A."""
    from buildings.residents.operations.invitations import invite
    from buildings.residents.operations.residencies import PersonFacts, move_in

    residency = move_in(
        actor=world.boris,
        apartment=world.apartment("willow", "2A"),
        person=PersonFacts(full_name="Nora Vance", email="nora@willow.example"),
        kind="tenant",
        start_date=dt.date(2026, 1, 1),
    )
    return invite(actor=world.boris, person=residency.person, building=world.willow)


def write_to_odo(world: Any) -> Any:
    """The letter of somebody in 2B who has no e-mail address."""
    from buildings.residents.operations.letters import print_letter
    from buildings.residents.operations.residencies import PersonFacts, move_in

    residency = move_in(
        actor=world.boris,
        apartment=world.apartment("willow", "2B"),
        person=PersonFacts(full_name="Odo Lark"),
        kind="tenant",
        start_date=dt.date(2026, 1, 1),
    )
    return print_letter(actor=world.boris, person=residency.person, building=world.willow)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_fit_and_keep_the_policy(
    furnished: Any, visit: Any, name: str
) -> None:
    if name == "teo":
        choose_language(actor=furnished.teo, language="ar")
    invited = invite_nora(furnished)
    letter = write_to_odo(furnished)
    offer = StaffInvitation.objects.get(company__slug="harbour")
    run = imported(furnished.boris, furnished.willow, is_applied=True)
    page = visit(name, "/")
    wrong = {}
    for path in PAGES[name]:
        address = path.format(
            apartment=furnished.apartment("willow", "4B").uuid,
            event=furnished.events["willow"].public_id,
            document=furnished.minutes["willow"].translation_key,
            person=invited.person.uuid,
            token=invited.token,
            letter=letter.token,
            offer=offer.token,
            way_out=furnished.ana.notifications.get().way_out,
            announcement=furnished.announcements["willow"].translation_key,
            outage=Outage.objects.get(building=furnished.willow).uuid,
            code=furnished.willow.join_code.shown,
            request=furnished.willow.join_requests.get().uuid,
            run=run.uuid,
        )
        assert page.goto(address).status == 200, address
        if found := faults(page):
            wrong[address] = found
    page.evaluate("document.querySelectorAll('details.menu').forEach(one => one.open = true)")
    if found := faults(page):
        wrong["with open menus"] = found
    assert wrong == {}
