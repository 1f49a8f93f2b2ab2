"""The world of the tests: Willow Court (4 floors, A-C), Quay House and Elm Gardens (2 floors, A-C).

Ana owns 4B, Teo rents it; Iris lives in Quay House 2A, Emil in Elm Gardens 1C. Each building has
an announcement, an info page, an image and a document, whose titles name the building, so a leak
is found by looking for the name.
"""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from accounts.models import Company, User
from buildings.properties.models import Apartment, Building
from concierge.demo import cast as demo
from portal.models import AnnouncementIndexPage, AnnouncementPage, BuildingHomePage, InfoPage
from portal.operations.pages import publish_page

#: A word that stands in the title of everything private of a building.
TOKENS = {"willow": "Weeping", "quay": "Quayside", "elm": "Elmwood"}


class World(demo.Cast):
    """The cast plus the pages and files of each building, by its key."""

    homes: dict[str, BuildingHomePage]
    announcements: dict[str, AnnouncementPage]
    infos: dict[str, InfoPage]
    images: dict[str, Any]
    documents: dict[str, Any]

    def apartment(self, building: str, number: str) -> Apartment:
        return Apartment.objects.get(building=self.buildings[building], number=number)


def build() -> None:
    """Fill the database once; a reused one is left as it is."""
    if Company.objects.exists():
        return
    cast = demo.assemble()
    willow = demo.add_plain_apartments(cast.willow, 4, "ABC")
    quay = demo.add_plain_apartments(cast.quay, 2, "ABC")
    elm = demo.add_plain_apartments(cast.elm, 2, "ABC")
    demo.settle(cast, "ana", willow["4B"], "owner", is_main_contact=True)
    demo.settle(cast, "teo", willow["4B"], "tenant")
    demo.settle(cast, "iris", quay["2A"], "tenant", is_main_contact=True)
    demo.settle(cast, "emil", elm["1C"], "owner", is_main_contact=True)
    for key, token in TOKENS.items():
        _furnish(cast.buildings[key], token, cast.sol)


def _furnish(building: Building, token: str, author: User) -> None:
    home = BuildingHomePage.objects.get(building=building)
    index = AnnouncementIndexPage.objects.child_of(home).get()
    get_image_model().objects.create(
        title=f"{token} picture",
        file=ImageFile(io.BytesIO(_png()), name=f"{token.lower()}.png"),
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


def recall() -> World:
    """The world as it stands in the database, with fresh instances."""
    world = World()
    by_email = {user.email: user for user in User.objects.all()}
    world.people = {key: by_email[email] for key, (_, _, email) in demo.PEOPLE.items()}
    world.companies = {company.slug: company for company in Company.objects.all()}
    by_slug = {b.slug: b for b in Building.objects.select_related("company")}
    world.buildings = {key: by_slug[facts["slug"]] for key, facts in demo.BUILDINGS.items()}
    world.homes, world.announcements, world.infos = {}, {}, {}
    world.images, world.documents = {}, {}
    for key, token in TOKENS.items():
        home = BuildingHomePage.objects.get(building=world.buildings[key])
        world.homes[key] = home
        world.announcements[key] = AnnouncementPage.objects.descendant_of(home).get(
            slug="lift-inspection"
        )
        world.infos[key] = InfoPage.objects.descendant_of(home).get(slug="house-rules")
        world.images[key] = get_image_model().objects.get(title=f"{token} picture")
        world.documents[key] = get_document_model().objects.get(title=f"{token} rules")
    return world


def _png() -> bytes:
    data = io.BytesIO()
    PillowImage.new("RGB", (64, 48), (30, 110, 100)).save(data, "PNG")
    return data.getvalue()
