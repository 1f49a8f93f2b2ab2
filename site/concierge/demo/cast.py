"""The cast: the same people and buildings in the demo, the tests and the documentation.

Everything is made through operations, so a broken business rule breaks the demo.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounts.operations.companies import open_company
from accounts.operations.staff import add_staff
from accounts.operations.users import create_verified_user
from buildings.properties.operations.apartments import add_apartment
from buildings.properties.operations.buildings import create_building
from buildings.properties.operations.staff import assign_buildings
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in
from foundation.actors import SystemActor

if TYPE_CHECKING:
    from accounts.models import Company, User
    from buildings.properties.models import Apartment, Building

SYSTEM = SystemActor("demo")
PASSWORD = "concierge-demo"  # noqa: S105 - published on purpose, refused outside development
LONG_AGO = dt.date(2021, 4, 1)

#: key: (first name, last name, e-mail address)
PEOPLE = {
    "mara": ("Mara", "Holt", "mara@harbour.example"),
    "boris": ("Boris", "Lang", "boris@harbour.example"),
    "asta": ("Asta", "Nyberg", "asta@harbour.example"),
    "fin": ("Fin", "Okoye", "fin@harbour.example"),
    "ana": ("Ana", "Almeida", "ana@willow.example"),
    "teo": ("Teo", "Brandt", "teo@willow.example"),
    "iris": ("Iris", "Quist", "iris@quay.example"),
    "dara": ("Dara", "Voss", "dara@rival.example"),
    "emil": ("Emil", "Costa", "emil@elm.example"),
    "sol": ("Sol", "Reyes", "sol@concierge.example"),
}

BUILDINGS: dict[str, dict[str, Any]] = {
    "willow": {
        "name": "Willow Court",
        "slug": "willow-court",
        "street": "Weidenweg 12",
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "currency": "EUR",
        "year_built": 1998,
        "brand_hue": 172,
    },
    "quay": {
        "name": "Quay House",
        "slug": "quay-house",
        "street": "Am Kai 3",
        "postal_code": "20459",
        "city": "Hamburg",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "currency": "EUR",
        "year_built": 2011,
        "brand_hue": 245,
    },
    "elm": {
        "name": "Elm Gardens",
        "slug": "elm-gardens",
        "street": "14 Elm Road",
        "postal_code": "N1 7AA",
        "city": "London",
        "country": "GB",
        "time_zone": "Europe/London",
        "language": "en",
        "currency": "GBP",
        "year_built": 1974,
        "brand_hue": 25,
    },
}


@dataclass
class Cast:
    """Handles to everything that was made, by the names of the story."""

    people: dict[str, "User"] = field(default_factory=dict)
    companies: dict[str, "Company"] = field(default_factory=dict)
    buildings: dict[str, "Building"] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for group in (self.__dict__.get("people"), self.__dict__.get("buildings")):
            if group and name in group:
                return group[name]
        raise AttributeError(name)


def assemble(password: str = PASSWORD) -> Cast:
    """Two companies with three empty buildings, their staff, and an account for every person."""
    cast = Cast()
    for key, (first, last, email) in PEOPLE.items():
        cast.people[key] = create_verified_user(
            actor=SYSTEM,
            email=email,
            first_name=first,
            last_name=last,
            password=password,
            is_platform_staff=key == "sol",
        )
    for slug, name in (("harbour", "Harbour Property Management"), ("rival", "Rival Estates")):
        cast.companies[slug] = open_company(actor=SYSTEM, name=name, slug=slug)
    harbour, rival = cast.companies["harbour"], cast.companies["rival"]
    add_staff(
        actor=SYSTEM, company=harbour, user=cast.people["mara"], role="owner",
        covers_all_buildings=True,
    )  # fmt: skip
    for key, company in (("willow", harbour), ("quay", harbour)):
        cast.buildings[key] = create_building(
            actor=cast.people["mara"], company=company, values=BUILDINGS[key]
        )
    cast.buildings["elm"] = create_building(actor=SYSTEM, company=rival, values=BUILDINGS["elm"])
    for key, role, building in (
        ("boris", "manager", "willow"),
        ("asta", "assistant", "willow"),
        ("fin", "finance", "willow"),
        ("dara", "manager", "elm"),
    ):
        company = rival if building == "elm" else harbour
        actor = SYSTEM if company is rival else cast.people["mara"]
        membership = add_staff(
            actor=actor, company=company, user=cast.people[key], role=role,
            covers_all_buildings=False,
        )  # fmt: skip
        assign_buildings(actor=actor, membership=membership, buildings=[cast.buildings[building]])
    return cast


def settle(
    cast: Cast, key: str, apartment: "Apartment", kind: str, *, is_main_contact: bool = False
) -> None:
    """Move a person of the cast into an apartment and connect their account."""
    first, last, email = PEOPLE[key]
    residency = move_in(
        actor=SYSTEM,
        apartment=apartment,
        person=PersonFacts(full_name=f"{first} {last}", email=email),
        kind=kind,
        start_date=LONG_AGO,
        is_main_contact=is_main_contact,
    )
    connect_account(actor=SYSTEM, person=residency.person, user=cast.people[key])


def add_plain_apartments(building: "Building", floors: int, letters: str) -> dict[str, "Apartment"]:
    """A regular house: `floors` storeys with one apartment per letter, by number."""
    return {
        f"{floor}{letter}": add_apartment(
            actor=SYSTEM,
            building=building,
            values={
                "number": f"{floor}{letter}",
                "floor": floor,
                "riser": letter,
                "section": "Main house",
                "area_m2": 54 + 7 * letters.index(letter),
            },
        )
        for floor in range(1, floors + 1)
        for letter in letters
    }
