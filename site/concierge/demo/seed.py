"""The demo building and its neighbours, made through the same operations as in real life."""

import datetime as dt
import io
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.text import slugify
from wagtail.images import get_image_model

from accounts.operations.support import allow_support
from accounts.operations.users import create_verified_user
from buildings.imports.operations.applying import apply_run, carry_out_apply
from buildings.imports.operations.checking import carry_out_check, check_run
from buildings.imports.operations.uploads import upload_file
from buildings.joining.operations.codes import issue_code
from buildings.joining.operations.requests import ask_to_join
from buildings.properties.operations.logos import set_logo
from buildings.properties.operations.staff_invitations import invite_staff
from buildings.properties.queries import apartments_of
from buildings.residents.operations.invitations import invite
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in
from buildings.residents.queries import people_of_company, people_to_invite
from concierge.demo import cast as demo
from concierge.demo import content, library, pages, parts, pictures
from concierge.demo.editing import write_editing
from concierge.demo.events import write_events
from concierge.demo.outages import write_outages
from foundation import clock
from portal.operations.pages import change_building_home, publish_page
from portal.queries.places import building_site

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
    for reader, house in ((cast.ana, cast.willow), (cast.iris, cast.quay)):
        library.read_library(house, reader)
    write_editing(cast)
    write_events(cast)
    write_outages(cast)
    allow_support(
        actor=cast.mara,
        company=cast.willow.company,
        purpose="The last import left three rows out",
        hours=72,
    )
    for person in people_to_invite(cast.willow)[:3]:
        invite(actor=cast.boris, person=person, building=cast.willow)
    newcomer = create_verified_user(
        actor=demo.SYSTEM,
        email="lena.moor@post.example",
        password=demo.PASSWORD,
        first_name="Lena",
        last_name="Moor",
    )
    ask_to_join(
        actor=newcomer,
        code=issue_code(actor=cast.boris, building=cast.willow),
        full_name="Lena Moor",
        apartment="5c",
        kind="tenant",
        phone="+49 40 555 0188",
        message="I moved in on the first of the month; the keys came from Mrs Sund.",
    )
    invite_staff(
        actor=cast.mara,
        company=cast.willow.company,
        email="vera.sund@harbour.example",
        role="assistant",
        buildings=[cast.willow],
    )


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
    set_logo(
        actor=author,
        building=building,
        content=pictures.logo(building.brand_hue),
        file_name=f"{building.slug}.png",
    )
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
    pages.write_house_rules(building, author, home)
    for title, icon, summary, body in content.INFO_PAGES:
        _publish(author, home, "InfoPage", title=title, icon=icon, summary=summary, body=body)
    pages.write(building, author, home)
    parts.write_parts(building, author, home)
    library.write_library(building, author)
    today = clock.today(building.time_zone)
    for title, urgency, summary, days, lasting in content.PAST_ANNOUNCEMENTS:
        first_published_at = clock.now() - dt.timedelta(days=days)
        _publish(
            author,
            index,
            "AnnouncementPage",
            title=title,
            urgency=urgency,
            summary=summary,
            first_published_at=first_published_at,
            valid_until=today - dt.timedelta(days=days - lasting),
        )
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
