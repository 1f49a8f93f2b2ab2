"""The demo's document library: rules, minutes for owners, an energy certificate that expires
soon, forms, and an old house rule in the archive."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.documents import get_document_model

from concierge.demo import papers
from foundation import clock
from portal.operations.library import record_reading
from portal.operations.pages import publish_page
from portal.queries.library import file_access, library_of
from portal.queries.places import building_site

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building

FOLDERS = {
    "Rules": "What we agreed on",
    "Minutes": "Meetings of owners and of the advisory board",
    "Energy": "Certificates and guides",
    "Forms": "To fill in and hand to the front desk",
}


@dataclass(frozen=True)
class Paper:
    """A document: its folder, words, kind and versions as (label, days ago, what changed)."""

    folder: str
    title: str
    summary: str
    category: str
    lines: tuple[str, ...]
    versions: tuple[tuple[str, int, str], ...] = (("", 90, ""),)
    kind: str = "pdf"
    values: dict[str, Any] = field(default_factory=dict)
    #: Days from today until it expires.
    expires_in: int | None = None


PAPERS = (
    Paper(
        "Rules", "House rules", "Quiet hours, stairs, pets, barbecues.", "rules",
        ("Quiet from 22:00 to 7:00, on Sundays from 13:00 to 15:00 as well.",
         "Stairs and corridors are escape routes: nothing stands there.",
         "Barbecues in the courtyard only, on gas or electric grills, until 21:00.",
         "Dogs are kept on the lead in the house."),
        versions=(("2", 6, "Electric grills are allowed now."), ("1", 800, "")),
        values={"must_be_read": True},
    ),
    Paper(
        "Rules", "Fire safety plan", "Escape ways, meeting point, whom to call.", "plan",
        ("Leave by the stairs, never by the lift.", "Meeting point: the lime tree at the gate.",
         "Fire and ambulance: 112."),
        versions=(("", 300, ""),),
    ),
    Paper(
        "Minutes", "Owners' meeting, spring", "Decisions on the roof and the reserve fund.",
        "minutes",
        ("Present: 71 of 100 shares.", "1. The roof is renewed next summer.",
         "2. The reserve fund is raised by 0.15 per square metre.",
         "3. The advisory board is confirmed."),
        versions=(("", 120, ""),),
        values={"audience": [("only_for", {"kinds": ["owner"]})], "must_be_read": True},
    ),
    Paper(
        "Energy", "Energy certificate", "Class C, 92 kWh per square metre and year.", "energy",
        ("Heated area: 8,140 square metres.", "Final energy: 92 kWh per square metre and year.",
         "Energy source: district heating."),
        versions=(("", 3600, ""),),
        expires_in=21,
    ),
    Paper(
        "Energy", "How the heating works", "Thermostats, airing, what to do when it is cold.",
        "energy",
        ("3 on the thermostat is about 20 degrees.", "Air for five minutes, windows wide open.",
         "Cold radiators: bleed them first, then call the front desk."),
        versions=(("", 40, ""),),
    ),
    Paper(
        "Forms", "Handover of an apartment", "Meters, keys and rooms, to fill in together.",
        "form",
        ("Apartment:", "Date:", "Electricity meter:", "Water meter:", "Keys handed over:",
         "Signatures:"),
        versions=(("2025", 200, ""),),
        kind="docx",
    ),
    Paper(
        "Forms", "Permission for works", "Before you drill, tile or move a wall.", "form",
        ("Apartment:", "What is to be done:", "By whom:", "From – to:", "Signature:"),
        versions=(("", 410, ""),),
        kind="docx",
    ),
    Paper(
        "Rules", "Rules for the building site, lift renewal", "For the weeks of the works.",
        "rules",
        ("Only the lift in section South runs.", "Deliveries over 20 kg please before 9:00."),
        versions=(("", 420, ""),),
        expires_in=-200,
    ),
)  # fmt: skip


def write_library(building: "Building", author: "User") -> None:
    """Folders and documents, published by the building's manager."""
    library = library_of(building)
    folders = {
        title: publish_page(
            actor=author,
            parent=library,
            page=_new("DocumentFolderPage", title=title, slug=slugify(title), summary=summary),
        )
        for title, summary in FOLDERS.items()
    }
    today = clock.today(building.time_zone)
    for paper in PAPERS:
        values = dict(paper.values)
        if paper.expires_in is not None:
            values["valid_until"] = today + dt.timedelta(days=paper.expires_in)
        publish_page(
            actor=author,
            parent=folders[paper.folder],
            page=_new(
                "DocumentPage",
                title=paper.title,
                slug=slugify(paper.title),
                summary=paper.summary,
                category=paper.category,
                first_published_at=clock.now() - dt.timedelta(days=paper.versions[-1][1]),
                versions=[_version(building, author, paper, *v) for v in paper.versions],
                **values,
            ),
        )


def read_library(building: "Building", reader: "User") -> None:
    """A resident opens everything that must be read."""
    home = building_site(building)
    pages = apps.get_model("portal", "DocumentPage").objects.descendant_of(home)
    for page in pages.filter(must_be_read=True):
        document = page.versions_by_date()[0].document
        access = file_access(reader, document)
        if access is not None and access.page == page:
            record_reading(actor=reader, page=page, document=document)


def _new(model: str, **values: Any) -> Any:
    return apps.get_model("portal", model)(**values)


def _version(
    building: "Building", author: "User", paper: Paper, label: str, days_ago: int, note: str
) -> Any:
    write = papers.pdf if paper.kind == "pdf" else papers.word
    title = f"{paper.title}, {building.name}"
    content = write(title, [*paper.lines, "", f"Version {label}" if label else ""])
    name = slugify(f"{paper.title} {label}")
    document = get_document_model().objects.create(
        title=f"{paper.title} {label}".strip(),
        file=ContentFile(content, f"{name}.{paper.kind}"),
        collection=building_site(building).collection,
        uploaded_by_user=author,
        file_size=len(content),
    )
    return _new(
        "DocumentVersion",
        document=document,
        label=label,
        document_date=clock.today(building.time_zone) - dt.timedelta(days=days_ago),
        note=note,
    )
