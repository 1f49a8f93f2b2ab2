"""The world of the tests: Willow Court (4 floors, A-C), Quay House and Elm Gardens (2 floors, A-C).

Ana owns 4B, Teo rents it; Iris lives in Quay House 2A, Emil in Elm Gardens 1C. Each building has
an announcement, an info page, an event, an image and a document, whose titles name the building, so
a leak is found by looking for the name. Ana, Iris and Emil have signed up for the event of their
building; Ana has a feed of each kind, and a copy of her personal data. Each company has an API key
and lets the support look in, and Sol does; and each has offered a job that nobody answered yet.
Only Sol has a device that takes messages, so that nothing is pushed by the way.
Residents were told of the announcement of their building, and Teo has opened it. An
outage of the lift is planned for the apartment of each of the three, in thirty days.
Willow Court and Elm Gardens have a code to join; with it Nils, whom nobody knows yet, asks
for Willow Court's 2A.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django_q.models import OrmQ
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from accounts.models import Company, User
from accounts.operations.keys import create_key
from accounts.operations.personal_data import order_export
from accounts.operations.support import allow_support, enter_company
from accounts.operations.users import create_verified_user
from buildings.joining.operations.codes import issue_code
from buildings.joining.operations.requests import ask_to_join
from buildings.properties.models import Apartment, Building
from buildings.properties.operations.staff_invitations import invite_staff
from buildings.residents.models import Invitation, Person
from concierge.demo import cast as demo
from foundation import clock
from notifications.operations.devices import register_device
from portal.audiences import Audience
from portal.models import (
    AnnouncementIndexPage,
    AnnouncementPage,
    AnnouncementSending,
    BuildingHomePage,
    DocumentFolderPage,
    DocumentLibraryPage,
    DocumentPage,
    DocumentVersion,
    EventIndexPage,
    EventPage,
    InfoPage,
)
from portal.operations.feeds import open_feed
from portal.operations.library import plan_expiry_reminders, record_reading
from portal.operations.outages import announce_outage
from portal.operations.pages import publish_page
from portal.operations.sendings import open_announcement
from portal.operations.signups import sign_up
from portal.tasks.announcements import send_due
from tests.queue import drain

#: A word that stands in the title of everything private of a building.
TOKENS = {"willow": "Weeping", "quay": "Quayside", "elm": "Elmwood"}
RESIDENTS = {"willow": "ana", "quay": "iris", "elm": "emil"}


P256DH = "BPwzxchSaazf3i78Jx7p4zOVo7FGmAfyTHLSYp7ujiSO7i7-vacuF-8IHJOSiaeQBjkBjMhFWVy7jUaRloZqo4Y"
#: As a browser gives it to a page: a real point of the curve, whose private half nobody kept.
SUBSCRIPTION: dict[str, Any] = {
    "endpoint": "https://push.example.org/send/sol",
    "keys": {"p256dh": P256DH, "auth": "AAAAAAAAAAAAAAAAAAAAAA"},
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class World(demo.Cast):
    """The cast plus the pages and files of each building, by its key, read when first named."""

    def __init__(self) -> None:
        super().__init__()
        self.homes = Found(
            lambda key: BuildingHomePage.objects.get(
                building=self.buildings[key], is_translation=False
            )
        )
        self.announcements = self._pages(AnnouncementPage, "lift-inspection")
        self.infos = self._pages(InfoPage, "house-rules")
        self.events = self._pages(EventPage, "summer-party")
        #: The minutes for owners and the heating guide for everybody.
        self.minutes = self._pages(DocumentPage, "minutes")
        self.guides = self._pages(DocumentPage, "heating-guide")
        self.images = Found(
            lambda key: get_image_model().objects.get(title=f"{TOKENS[key]} picture")
        )
        self.documents = Found(
            lambda key: get_document_model().objects.get(title=f"{TOKENS[key]} rules")
        )

    def _pages(self, model: Any, slug: str) -> "Found":
        return Found(lambda key: model.objects.descendant_of(self.homes[key]).get(slug=slug))

    def apartment(self, building: str, number: str) -> Apartment:
        return Apartment.objects.get(building=self.buildings[building], number=number)


class Found(dict[str, Any]):
    """A row for each building's key, fetched when it is first asked for.

    Most tests name few of the rows, and fetching all of them was a sixth of the suite's time.
    """

    def __init__(self, fetch: Callable[[str], Any]) -> None:
        super().__init__()
        self._fetch = fetch

    def __missing__(self, key: str) -> Any:
        self[key] = self._fetch(key)
        return self[key]


def build() -> None:
    """Fill the database once; a reused one is left as it is."""
    if Company.objects.exists():
        return
    cast = demo.assemble()
    for company in cast.companies.values():
        allow_support(actor=demo.SYSTEM, company=company, purpose="A look around", hours=72)
        enter_company(actor=cast.sol, company=company)
    willow = demo.add_plain_apartments(cast.willow, 4, "ABC")
    quay = demo.add_plain_apartments(cast.quay, 2, "ABC")
    elm = demo.add_plain_apartments(cast.elm, 2, "ABC")
    demo.settle(cast, "ana", willow["4B"], "owner", is_main_contact=True)
    demo.settle(cast, "teo", willow["4B"], "tenant")
    demo.settle(cast, "iris", quay["2A"], "tenant", is_main_contact=True)
    demo.settle(cast, "emil", elm["1C"], "owner", is_main_contact=True)
    for key, token in TOKENS.items():
        _furnish(cast.buildings[key], token, cast.sol)
        _stock_library(cast.buildings[key], token, cast.sol)
        event = EventPage.objects.get(title=f"{token} summer party")
        sign_up(actor=cast.people[RESIDENTS[key]], event=event)
        _invite(cast.people[RESIDENTS[key]], cast.buildings[key])
    for owner, company in ((cast.mara, "harbour"), (demo.SYSTEM, "rival")):
        create_key(
            actor=owner,
            company=cast.companies[company],
            name="Accounting",
            scopes=["apartments:read", "buildings:read"],
            days=30,
        )
        invite_staff(
            actor=owner,
            company=cast.companies[company],
            email=f"newcomer@{company}.example",
            role="assistant",
            buildings=[cast.willow if company == "harbour" else cast.elm],
        )
    issue_code(actor=demo.SYSTEM, building=cast.elm)
    ask_to_join(
        actor=create_verified_user(
            actor=demo.SYSTEM,
            email="nils@post.example",
            first_name="Nils",
            last_name="Oberg",
            password=None,
        ),
        code=issue_code(actor=cast.boris, building=cast.willow),
        full_name="Nils Oberg",
        apartment="2A",
        kind="owner",
    )
    for kind in ("events", "news"):
        open_feed(actor=cast.ana, kind=kind, building=cast.willow)
    register_device(
        actor=cast.sol,
        endpoint=SUBSCRIPTION["endpoint"],
        **SUBSCRIPTION["keys"],
        user_agent="Firefox",
        language="en",
        session_key=None,
    )
    order_export(actor=cast.ana, user=cast.ana)
    # What the worker would have done by the time anybody looks.
    AnnouncementSending.objects.update(due_at=clock.now())
    send_due()
    drain()
    open_announcement(
        actor=cast.teo, page=AnnouncementPage.objects.get(title__startswith=TOKENS["willow"])
    )
    # Nobody is told of it: its tasks go with those of the reminders.
    for key, number in (("willow", "4B"), ("quay", "2A"), ("elm", "1C")):
        _plan_outage(cast.buildings[key], TOKENS[key], number, cast.sol)
    _read_and_remind(cast)


def _plan_outage(building: Building, token: str, number: str, author: User) -> None:
    """A lift that stands still in thirty days, for one apartment: on no page yet."""
    starts_at = clock.now() + dt.timedelta(days=30)
    announce_outage(
        actor=author,
        building=building,
        audience=Audience(apartments=frozenset({number})),
        values={
            "kind": "planned",
            "category": "lift",
            "title": f"{token} lift stands still",
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(hours=3),
        },
    )


def _invite(resident: User, building: Building) -> None:
    """How the resident came in: invited some weeks ago, and accepted."""
    then = clock.now() - dt.timedelta(weeks=5)
    Invitation.objects.create(
        company_id=building.company_id,
        person=Person.objects.get(user=resident, company_id=building.company_id),
        building=building,
        email=resident.email,
        state=Invitation.State.ACCEPTED,
        sent_at=then,
        expires_at=then + dt.timedelta(days=14),
        closed_at=then,
    )


def _furnish(building: Building, token: str, author: User) -> None:
    home = BuildingHomePage.objects.get(building=building, is_translation=False)
    index = AnnouncementIndexPage.objects.child_of(home).get()
    get_image_model().objects.create(
        title=f"{token} picture",
        file=ImageFile(io.BytesIO(png()), name=f"{token.lower()}.png"),
        collection=home.collection,
    )
    get_document_model().objects.create(
        title=f"{token} rules",
        file=ContentFile(b"Be kind.", name=f"{token.lower()}.txt"),
        collection=home.collection,
    )
    publish_page(
        actor=author,
        parent=index,
        page=AnnouncementPage(
            title=f"{token} lift inspection",
            slug="lift-inspection",
            summary=f"{token} summary",
            body=[("text", f"<p>{token} body text</p>")],
        ),
    )
    publish_page(
        actor=author,
        parent=home,
        page=InfoPage(title=f"{token} house rules", slug="house-rules", summary=f"{token} rules"),
    )
    publish_page(
        actor=author,
        parent=EventIndexPage.objects.child_of(home).get(),
        page=party(f"{token} summer party", "summer-party", place=f"{token} courtyard"),
    )


def party(title: str, slug: str, **values: Any) -> EventPage:
    """An unsaved event in thirty days, with ten seats; other values by keyword."""
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    given: dict[str, Any] = {
        "title": title,
        "slug": slug,
        "summary": f"{title} in short",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=3),
        "signup": "open",
        "capacity": 10,
    }
    return EventPage(**(given | values))


def _stock_library(building: Building, token: str, author: User) -> None:
    """A folder with minutes for owners, and a guide in two versions for everybody."""
    home = BuildingHomePage.objects.get(building=building)
    library = DocumentLibraryPage.objects.child_of(home).get()

    def version(name: str, day: dt.date, label: str = "") -> DocumentVersion:
        file = get_document_model().objects.create(
            title=f"{token} {name}",
            file=ContentFile(PDF + name.encode(), name=f"{token}-{name}.pdf".lower()),
            collection=home.collection,
        )
        return DocumentVersion(document=file, document_date=day, label=label)

    folder = DocumentFolderPage(title=f"{token} meetings", slug="meetings")
    publish_page(actor=author, parent=library, page=folder)
    minutes = DocumentPage(
        title=f"{token} minutes",
        slug="minutes",
        category="minutes",
        audience=[("only_for", {"kinds": ["owner"]})],
        must_be_read=True,
        versions=[version("minutes", dt.date(2026, 5, 4))],
    )
    publish_page(actor=author, parent=folder, page=minutes)
    guide = DocumentPage(
        title=f"{token} heating guide",
        slug="heating-guide",
        category="energy",
        valid_until=clock.today("UTC") + dt.timedelta(days=10),
        versions=[
            version("guide-1", dt.date(2024, 1, 15), "1"),
            version("guide-2", dt.date(2026, 1, 15), "2"),
        ],
    )
    publish_page(actor=author, parent=library, page=guide)


def _read_and_remind(cast: demo.Cast) -> None:
    """Ana has read the minutes; managers were told that the guides expire."""
    minutes = DocumentPage.objects.get(slug="minutes", title__startswith=TOKENS["willow"])
    record_reading(actor=cast.ana, page=minutes, document=minutes.versions.get().document)
    plan_expiry_reminders(actor=demo.SYSTEM)
    OrmQ.objects.all().delete()


def recall() -> World:
    """The world as it stands in the database, with fresh instances."""
    world = World()
    by_email = {user.email: user for user in User.objects.all()}
    world.people = {key: by_email[email] for key, (_, _, email) in demo.PEOPLE.items()}
    world.companies = {company.slug: company for company in Company.objects.all()}
    by_slug = {b.slug: b for b in Building.objects.select_related("company")}
    world.buildings = {key: by_slug[facts["slug"]] for key, facts in demo.BUILDINGS.items()}
    return world


@contextmanager
def made_once(django_db_blocker: Any) -> Iterator[None]:
    """For fixtures of a class or file: what is made inside is rolled back after its last test.

    The transaction of each test nests inside this one.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def png() -> bytes:
    data = io.BytesIO()
    PillowImage.new("RGB", (64, 48), (30, 110, 100)).save(data, "PNG")
    return data.getvalue()
