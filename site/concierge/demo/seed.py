"""The demo building and its neighbours, made through the same operations as in real life."""

import datetime as dt
import io
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from buildings.imports.operations.applying import apply_run, carry_out_apply
from buildings.imports.operations.checking import carry_out_check, check_run
from buildings.imports.operations.uploads import upload_file
from buildings.properties.queries import apartments_of
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in
from buildings.residents.queries import people_of_company
from concierge.demo import cast as demo
from concierge.demo import content, pictures
from foundation import clock
from portal.operations.pages import change_building_home, publish_page
from portal.queries import building_site

if TYPE_CHECKING:
    from buildings.properties.models import Building

SAMPLE = Path(settings.BASE_DIR) / "docs" / "samples" / "willow-court-repaired.xlsx"
NAMES = (
    "Noor Haddad", "Luca Ferri", "Mei Tanaka", "Oskar Lind", "Priya Nair", "Tomas Novak",
    "Sara Cohen", "Jonas Weber", "Amina Diallo", "Elif Kaya", "Hugo Martin", "Ines Rocha",
)  # fmt: skip


def seed() -> None:
    """Fill an empty database. Takes about twenty seconds."""
    cast = demo.assemble()
    import_willow(cast)
    for key, house, floors in (("iris", cast.quay, 8), ("emil", cast.elm, 7)):
        apartments = demo.add_plain_apartments(house, floors, "ABCD")
        demo.settle(
            cast, key, apartments["2A" if key == "iris" else "1C"], "tenant", is_main_contact=True
        )
        _neighbours(house, list(apartments.values())[8:20])
    for key, author in (("willow", cast.boris), ("quay", cast.mara), ("elm", cast.dara)):
        write_site(cast.buildings[key], author)


def import_willow(cast: demo.Cast) -> None:
    """Bring in the 120 apartments from the manager's repaired spreadsheet, as Boris."""
    run = upload_file(
        actor=cast.boris,
        building=cast.willow,
        content=SAMPLE.read_bytes(),
        file_name=SAMPLE.name,
    )
    # What the worker does when a manager presses the buttons.
    run = check_run(actor=cast.boris, run=run)
    carry_out_check(run_id=run.pk)
    run = apply_run(actor=cast.boris, run=run, mode="all_or_nothing")
    carry_out_apply(run_id=run.pk)
    known = people_of_company(
        cast.willow.company_id, [demo.PEOPLE[key][2] for key in ("ana", "teo")]
    )
    for key in ("ana", "teo"):
        connect_account(actor=demo.SYSTEM, person=known[demo.PEOPLE[key][2]], user=cast.people[key])
    if apartments_of(cast.willow).count() != 120:
        raise RuntimeError("Willow Court should have 120 apartments after the import")


def write_site(building: "Building", author: Any) -> None:
    """Pages, pictures and a document, as the building's manager writes them."""
    home = building_site(building)
    picture = get_image_model().objects.create(
        title=f"{building.name} at dusk",
        description=f"Drawing of a row of houses with lit windows: {building.name}",
        file=ImageFile(
            io.BytesIO(pictures.street(building.brand_hue, building.brand_hue)),
            name=f"{building.slug}.png",
        ),
        collection=home.collection,
        uploaded_by_user=author,
    )
    document = get_document_model().objects.create(
        title="House rules, short version",
        file=ContentFile(
            b"Be kind, be quiet after ten, keep the stairs free.\n", "house-rules.txt"
        ),
        collection=home.collection,
        uploaded_by_user=author,
    )
    change_building_home(
        actor=author,
        home=home,
        values={
            "welcome": f"Everything about {building.name}, in one place.",
            "hero_image": picture,
        },
    )
    index, contacts = home.get_children().specific()[:2]
    contacts.body = content.CONTACTS
    contacts.save_revision(user=author).publish(user=author)
    for title, summary, body in content.INFO_PAGES:
        if title == "House rules":
            body = [*body, ("documents", {"title": "To take away", "documents": [document]})]
        _publish(author, home, "InfoPage", title=title, summary=summary, body=body)
    # Spread over the last weeks, the newest two hours old.
    ages = [dt.timedelta(days=days) for days in (24, 9, 2, 0.1)]
    for (title, urgency, summary, body), age in zip(content.ANNOUNCEMENTS, ages, strict=True):
        _publish(
            author,
            index,
            "AnnouncementPage",
            title=title,
            urgency=urgency,
            summary=summary,
            body=body,
            first_published_at=clock.now() - age,
        )


def _publish(author: Any, parent: Any, kind: str, **values: Any) -> None:
    from django.apps import apps

    model = apps.get_model("portal", kind)
    page = model(slug=slugify(values["title"])[:60].strip("-"), **values)
    publish_page(actor=author, parent=parent, page=page)


def _neighbours(building: "Building", apartments: list[Any]) -> None:
    rng = random.Random(building.name)  # noqa: S311 - the same neighbours on every run
    for apartment, name in zip(apartments, NAMES, strict=True):
        first = name.split()[0].lower()
        move_in(
            actor=demo.SYSTEM,
            apartment=apartment,
            person=PersonFacts(full_name=name, email=f"{first}.{building.slug}@people.example"),
            kind=rng.choice(["owner", "tenant"]),
            start_date=dt.date(rng.randint(2012, 2025), rng.randint(1, 12), 1),
            is_main_contact=True,
        )
