"""Pages that show what an editor can do: works in the house, step by step, with every block."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps

from concierge.demo import content
from concierge.demo.files import Documents, Files
from foundation import clock
from portal.operations.pages import publish_page

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.models import BuildingHomePage


def write(building: "Building", author: Any, home: "BuildingHomePage") -> None:
    """Works in the house, a section, questions, photos and the committee."""
    files = Files(building, home, author)

    def publish(page: Any, parent: Any = home) -> Any:
        return publish_page(actor=author, parent=parent, page=page)

    publish(_works(building, files))
    section = publish(
        _page(
            "InfoPage",
            title="Living here",
            slug="living-here",
            icon="sofa",
            show_in_menus=True,
            lead_image=files.scenes["courtyard"],
            summary="The people at the desk, the cellar, the courtyard and the roof.",
        )
    )
    publish(_around_the_house(building, files), section)
    publish(_laundry(), section)
    publish(_questions())
    shelf = publish(
        _page(
            "GalleryPage",
            title="Photos",
            slug="photos",
            show_in_menus=True,
            summary="The house through the year.",
        )
    )
    today = clock.today(building.time_zone)
    for title, days, names in (
        ("Lantern walk", 14, ("lanterns", "courtyard")),
        ("A summer on the roof", 120, ("roof", "courtyard", "bicycles")),
    ):
        publish(
            _page(
                "GalleryPage",
                title=title,
                slug=title.lower().replace(" ", "-"),
                date=today - dt.timedelta(days=days),
                lead_image=files.scenes[names[0]],
                pictures=_stream(*(("picture", item) for item in files.captioned(*names))),
            ),
            shelf,
        )
    publish(_committee(building, files))


def write_house_rules(
    building: "Building", author: Any, home: "BuildingHomePage", slug: str = "house-rules"
) -> None:
    files = Documents(building, home, author)
    short = files.document(
        "House rules, short version", "Be kind, be quiet after ten, keep the stairs free.\n"
    )
    today = clock.today(building.time_zone)
    page = _page(
        "HouseRulesPage",
        title="House rules",
        slug=slug,
        show_in_menus=True,
        summary="Quiet hours, stairs, pets and barbecues: what we agreed on.",
        version="3",
        valid_from=today.replace(month=1, day=1),
        review_by=today.replace(year=today.year + 1, month=1, day=1),
        what_changed="Barbecues: electric and gas grills only. Bicycles: a place of their own.",
        rules=_stream(*(("section", section) for section in content.HOUSE_RULES)),
        body=_stream(("download", {
            "document": short.pk, "title": "", "note": "One page for the inside of your door.",
        })),
    )  # fmt: skip
    publish_page(actor=author, parent=home, page=page)


def _works(building: "Building", files: Files) -> Any:
    today = clock.today(building.time_zone)

    def step(state: str, title: str, start: int, end: int, text: str = "") -> dict[str, Any]:
        return {
            "state": state,
            "title": title,
            "start_date": today + dt.timedelta(days=start),
            "end_date": today + dt.timedelta(days=end),
            "text": text,
        }

    return _page(
        "InfoPage",
        title="New windows in the stairs",
        slug="new-windows",
        icon="hammer",
        valid_until=today + dt.timedelta(days=15),
        summary="Warmer stairs and less noise: what happens when, and what you need to do.",
        body=_stream(
            ("image", files.picture("stairs")),
            ("text", "<p>All staircases get new windows this year. You stay at home as usual; "
                     "please keep the landings free on the days that concern your section.</p>"),
            ("timeline", {"title": "Step by step", "steps": [
                step("done", "Scaffold in the courtyard", -20, -18),
                step("done", "Section South", -17, -6),
                step("now", "Section North", -2, 4,
                     "<p>Noise between eight and twelve. The lift runs.</p>"),
                step("next", "Painting", 8, 12),
                step("next", "Scaffold comes down", 15, 15),
            ]}),
            ("callout", {"tone": "warn", "title": "Plants and prams",
                         "text": "<p>Please take them off the landings before seven.</p>"}),
            ("table", {"has_row_headings": True, "cells": {
                "caption": "What it costs, and who pays",
                "columns": [
                    {"type": "text", "heading": "Part"},
                    {"type": "number", "heading": "Thousand"},
                    {"type": "text", "heading": "Paid from"},
                ],
                "rows": [
                    {"values": ["Windows", "48.5", "Reserve fund"]},
                    {"values": ["Scaffold", "9.2", "Reserve fund"]},
                    {"values": ["Paint", "6.0", "Running costs"]},
                ],
            }}),
            ("faq", {"title": "Often asked", "questions": [
                {"question": "Do I have to be at home?",
                 "answer": "<p>No. Nobody enters your apartment.</p>"},
                {"question": "Will it be dusty?",
                 "answer": "<p>A little, on the landings. They are swept every evening.</p>"},
                {"question": "What if I work at night?",
                 "answer": "<p>Tell the front desk: the quiet room is yours.</p>"},
            ]}),
            ("video", {"title": "How the new windows open",
                       "url": "https://films.example.org/windows",
                       "poster": files.picture("stairs"),
                       "note": "Two minutes, with subtitles."}),
            ("download", {"document": files.document(
                "Resolution on the windows", "The owners agreed to the new windows.\n").pk,
                "title": "", "note": "Agreed on at the owners’ meeting."}),
        ),
    )  # fmt: skip


def _around_the_house(building: "Building", files: Files) -> Any:
    return _page(
        "InfoPage",
        title="Around the house",
        slug="around-the-house",
        icon="map",
        summary="Who is here for you, and the places everybody may use.",
        body=_stream(
            ("people", {"title": "Who is here for you", "people": [
                {"name": name, "role": role, "phone": phone, "note": note,
                 "photo": files.portrait(name).pk, "email": ""}
                for name, role, phone, note in content.TEAM
            ]}),
            ("gallery", {"title": "Places everybody may use",
                         "pictures": files.captioned("courtyard", "roof", "bicycles")}),
            ("map_link", {"title": "Bicycle cellar", "service": "osm",
                          "address": f"{building.street}\n{building.postal_code} {building.city}",
                          "note": "Down the ramp in the courtyard, second door on the left."}),
        ),
    )  # fmt: skip


def _laundry() -> Any:
    return _page(
        "InfoPage",
        title="Laundry",
        slug="laundry",
        icon="washing-machine",
        summary="Machines, hours and prices.",
        body=_stream(
            ("opening_hours", {"title": "Laundry room", "times": [
                {"days": "Monday to Saturday", "hours": "7:00–21:00"},
                {"days": "Sunday", "hours": "closed"},
            ]}),
            ("table", {"has_row_headings": True, "cells": {
                "caption": "Prices",
                "columns": [{"type": "text", "heading": "Programme"},
                            {"type": "number", "heading": "Minutes"},
                            {"type": "text", "heading": "Price"}],
                "rows": [{"values": ["Quick", "35", "1.80"]},
                         {"values": ["Eco", "140", "2.20"]},
                         {"values": ["Dryer", "60", "1.50"]}],
            }}),
        ),
    )  # fmt: skip


def _questions() -> Any:
    groups = [
        {
            "title": title,
            "questions": [
                {"question": question, "answer": f"<p>{answer}</p>"} for question, answer in pairs
            ],
        }
        for title, pairs in content.QUESTIONS
    ]
    return _page(
        "FAQPage",
        title="Questions and answers",
        slug="questions",
        show_in_menus=True,
        summary="What new neighbours ask in their first month.",
        questions=_stream(*(("group", group) for group in groups)),
    )


def _committee(building: "Building", files: Files) -> Any:
    today = clock.today(building.time_zone)
    members = [
        {
            "name": name,
            "role": role,
            "photo": files.portrait(name).pk if start > -2000 else None,
            "phone": "",
            "email": "",
            "note": note,
            "start_date": today + dt.timedelta(days=start),
            "end_date": today + dt.timedelta(days=end) if end is not None else None,
        }
        for name, role, note, start, end in content.MEMBERS
    ]
    minutes = [
        {
            "date": today - dt.timedelta(days=days),
            "document": files.document(title, f"{title}\n\n{decided}\n").pk,
            "note": decided,
        }
        for title, days, decided in content.MINUTES
    ]
    return _page(
        "CommitteePage",
        title="Residents’ committee",
        slug="committee",
        summary="Elected by the owners; speaks for the house.",
        members=_stream(*(("member", member) for member in members)),
        minutes=_stream(*(("minutes", item) for item in minutes)),
        body=_stream(
            ("heading", "What the committee does"),
            ("text", "<p>It checks the accounts, agrees on works up to the yearly limit, and "
                     "listens. Write to any member, or leave a note at the front desk.</p>"),
        ),
    )  # fmt: skip


def _page(kind: str, **values: Any) -> Any:
    """An unsaved page of one of the portal's kinds."""
    return apps.get_model("portal", kind)(**values)


def _stream(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    """Blocks as they are stored: pictures and documents by id."""
    return [{"type": kind, "value": _plain(value)} for kind, value in blocks]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
