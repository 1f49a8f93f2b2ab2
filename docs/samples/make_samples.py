"""Writes the two sample spreadsheets of Willow Court: `python docs/samples/make_samples.py`.

`willow-court.csv` is what a manager really sends: German and English headings, Windows-1252,
semicolons, a title on top, and the dozen mistakes listed in README.md. `willow-court-repaired.xlsx`
is the same list after the repair; the demo imports it. All people are made up. The output is the
same on every run.
"""

import csv
import datetime as dt
import random
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).resolve().parent
LETTERS = "ABCDEFGHJKLM"  # no I: it looks like a one on a door
SECTIONS = ("North", "Court", "South")
FLOORS = range(1, 11)
#: Square metres by position on the floor; corner apartments are larger.
AREAS = (92.5, 68.0, 54.5, 74.0, 61.5, 47.0, 49.5, 63.0, 74.0, 54.5, 68.0, 92.5)
WHOLE = 10_000

FIRST = [
    "Alma",
    "Bruno",
    "Clara",
    "Dario",
    "Edith",
    "Falk",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karla",
    "Levi",
    "Marta",
    "Nils",
    "Olga",
    "Paul",
    "Rosa",
    "Selim",
    "Tilda",
    "Umut",
    "Vera",
    "Wanda",
    "Xaver",
    "Yara",
    "Zeno",
    "Amelie",
    "Bela",
    "Chloé",
    "Deniz",
    "Esra",
    "Félix",
    "Gesa",
    "Henrik",
    "Isolde",
    "Jan",
    "Kira",
    "Lorenz",
    "Mila",
    "Noé",
    "Orla",
    "Pia",
    "Quirin",
    "Ruth",
    "Sven",
    "Thea",
    "Ursula",
    "Viktor",
    "Wolf",
    "Yasmin",
    "Zoë",
]
LAST = [
    "Abel",
    "Brück",
    "Castro",
    "Dahl",
    "Ebner",
    "Farkas",
    "Grün",
    "Hövel",
    "Ivanow",
    "Jäger",
    "Keller",
    "Lindt",
    "Moreau",
    "Nowak",
    "Ortega",
    "Petersen",
    "Quast",
    "Reuter",
    "Sommer",
    "Tanaka",
    "Uhlig",
    "Vogt",
    "Weiß",
    "Yilmaz",
    "Zeller",
    "Anders",
    "Böhm",
    "Conti",
    "Dupont",
    "Engel",
    "Ferrari",
    "García",
    "Holm",
    "Iversen",
    "Jansen",
    "Köhler",
    "Lopes",
    "Müller",
    "Nagel",
    "Öztürk",
    "Peña",
    "Roth",
    "Schäfer",
    "Thorn",
    "Unger",
    "Vidal",
    "Winter",
    "Young",
    "Ziegler",
]
ASCII = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "ë": "e", "í": "i", "ñ": "n"}
)


@dataclass(frozen=True)
class Line:
    """One row: an apartment and, mostly, one person in it."""

    number: str
    section: str
    floor: int
    riser: str
    type: str
    area: float
    share: int  # ten-thousandths of the building
    parking: str
    locker: str
    name: str = ""
    email: str = ""
    phone: str = ""
    kind: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    is_main: bool = False


def apartments() -> list[Line]:
    """120 apartments: ten floors of twelve, three sections, six risers."""
    places = [(floor, index) for floor in FLOORS for index in range(len(LETTERS))]
    whole_area = sum(area_at(floor, index) for floor, index in places)
    shares = [int(WHOLE * area_at(floor, index) / whole_area) for floor, index in places]
    for extra in range(WHOLE - sum(shares)):
        shares[extra] += 1
    lines = []
    for position, ((floor, index), share) in enumerate(zip(places, shares, strict=True)):
        lines.append(
            Line(
                number=f"{floor}{LETTERS[index]}",
                section=SECTIONS[index // 4],
                floor=floor,
                riser=f"R{index // 2 + 1}",
                type=type_at(floor, index),
                area=area_at(floor, index),
                share=share,
                parking=f"P{position // 2 + 1:02}" if position % 2 == 0 else "",
                locker=f"K{position + 1:03}",
            )
        )
    return lines


def area_at(floor: int, index: int) -> float:
    return AREAS[index] + (24.0 if floor == FLOORS[-1] and index in (0, 11) else 0.0)


def type_at(floor: int, index: int) -> str:
    if floor == FLOORS[-1] and index in (0, 11):
        return "penthouse"
    return "studio" if AREAS[index] < 50 else "flat"


def residents(homes: list[Line]) -> list[Line]:
    """About 170 people: owners at home, owners who let, couples, some who have left."""
    chance = random.Random(4)  # noqa: S311 - made-up people, not secrets
    pairs = [(first, last) for last in LAST for first in FIRST]
    chance.shuffle(pairs)
    lines: list[Line] = []

    def person(home: Line, kind: str, start: dt.date, **more: object) -> Line:
        first, last = pairs.pop()
        address = f"{first}.{last}@willow.example".lower().translate(ASCII)
        phone = f"+49 30 555 {chance.randint(1000, 9999)}" if chance.random() < 0.7 else ""
        line = replace(
            home, name=f"{first} {last}", email=address, phone=phone, kind=kind, start=start
        )
        return replace(line, **more)

    def day(first_year: int, last_year: int) -> dt.date:
        return dt.date(
            chance.randint(first_year, last_year), chance.randint(1, 12), chance.choice((1, 15))
        )

    for home in homes:
        if home.number == "4B":
            ana = person(home, "owner", dt.date(2016, 4, 1), is_main=True)
            teo = person(home, "tenant", dt.date(2023, 9, 1))
            lines.append(replace(ana, name="Ana Almeida", email="ana@willow.example"))
            lines.append(replace(teo, name="Teo Brandt", email="teo@willow.example"))
            continue
        fate = chance.random()
        if fate < 0.04:
            lines.append(home)
        elif fate < 0.68:
            lines.append(person(home, "owner", day(2009, 2022), is_main=True))
            if fate > 0.56:
                lines.append(person(home, "occupant", day(2009, 2022)))
        else:
            lines.append(person(home, "owner", day(2009, 2016)))
            if fate > 0.95:
                lines.append(person(home, "tenant", dt.date(2017, 2, 1), end=dt.date(2020, 6, 30)))
            lines.append(person(home, "tenant", day(2021, 2025), is_main=True))
    return lines


DIRTY_HEADINGS = (
    "Unit", "Aufgang", "Storey", "Strang", "Type", "Wohnfläche (m²)", "MEA", "Stellplatz",
    "Keller-Nr", "Resident", "E-Mail", "Phone", "Owner/Tenant", "Since", "Until", "Main contact",
    "Notes",
)  # fmt: skip
DIRTY_KINDS = {"owner": "Eigentümer", "tenant": "Mieter", "occupant": "Occupant", "": ""}


def dirty_cells(line: Line) -> list[str]:
    return [
        line.number,
        line.section,
        f"{line.floor}. OG",
        line.riser,
        line.type.title(),
        f"{line.area:.1f}".replace(".", ","),
        f"{line.share}/{WHOLE}",
        line.parking,
        line.locker,
        line.name,
        line.email,
        line.phone,
        DIRTY_KINDS[line.kind],
        f"{line.start:%d.%m.%Y}" if line.start else "",
        f"{line.end:%d.%m.%Y}" if line.end else "",
        "x" if line.is_main else "",
        "",
    ]


def spoil(lines: list[Line]) -> list[list[str]]:
    """The dozen mistakes of README.md, each in an apartment of its own."""
    rows = [dirty_cells(line) for line in lines]
    column = {heading: index for index, heading in enumerate(DIRTY_HEADINGS)}
    taken = {"4B"}

    def pick(size: int, *kinds: str) -> list[list[str]]:
        """The rows of the next untouched apartment with exactly these people."""
        numbers = list(dict.fromkeys(line.number for line in lines))
        for number in numbers:
            found = [i for i, line in enumerate(lines) if line.number == number]
            if number not in taken and [lines[i].kind for i in found] == list(kinds[:size]):
                taken.add(number)
                return [rows[i] for i in found]
        raise LookupError(kinds)

    def put(row: list[str], heading: str, value: str) -> None:
        row[column[heading]] = value

    (row,) = pick(1, "owner")
    put(row, "E-Mail", row[column["E-Mail"]].replace("@willow.example", "(at)willow.example"))
    (row,) = pick(1, "owner")
    put(row, "Since", "31.02.2019")
    (row,) = pick(1, "owner")
    put(row, "Wohnfläche (m²)", "ca. 70")
    (row,) = pick(1, "owner")
    put(row, "MEA", "83")
    first, second = pick(2, "owner", "tenant")
    put(second, "Storey", "14. OG")
    first, second = pick(2, "owner", "occupant")
    put(second, "E-Mail", first[column["E-Mail"]])
    first, second = pick(2, "owner", "occupant")
    put(second, "Resident", first[column["Resident"]])
    put(second, "E-Mail", first[column["E-Mail"]].replace("@willow.example", "@mail.example"))
    (single,) = pick(1, "owner")
    again = list(single)
    put(again, "Since", "01.07.2024")
    put(again, "Main contact", "")
    first, second = pick(2, "owner", "tenant")
    put(second, "Until", "31.12.2008")
    first, second = pick(2, "owner", "tenant")
    put(first, "Main contact", "x")
    (row,) = pick(1, "owner")
    put(row, "Owner/Tenant", "Hausmeister")
    put(row, "Notes", "kümmert sich um das Tor")
    # Inserted last: the picks above count on rows and lines standing side by side.
    rows.insert(rows.index(single) + 1, again)
    total = [""] * len(DIRTY_HEADINGS)
    put(total, "Aufgang", "Summe")
    put(total, "Wohnfläche (m²)", f"{sum({x.number: x.area for x in lines}.values()):.1f}")
    rows.append(total)
    return rows


def write_dirty(lines: list[Line]) -> None:
    with (HERE / "willow-court.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Willow Court – Bewohnerliste, Stand März 2026"])
        writer.writerow([])
        writer.writerow(DIRTY_HEADINGS)
        writer.writerows(spoil(lines))


def write_repaired(lines: list[Line]) -> None:
    book = xlsxwriter.Workbook(HERE / "willow-court-repaired.xlsx")
    book.set_properties({"title": "Willow Court", "created": dt.datetime(2026, 3, 1)})  # noqa: DTZ001 - Excel has no zones
    sheet = book.add_worksheet("Residents")
    heading = book.add_format({"bold": True, "bottom": 1})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    per_cent = book.add_format({"num_format": "0.00%"})
    for index, title in enumerate(DIRTY_HEADINGS[:-1]):
        sheet.write_string(0, index, title, heading)
    for number, line in enumerate(lines, start=1):
        texts = dirty_cells(line)
        for index in (0, 1, 3, 4, 7, 8, 9, 10, 11, 12, 15):
            sheet.write_string(number, index, texts[index]) if texts[index] else None
        sheet.write_number(number, 2, line.floor)
        sheet.write_number(number, 5, line.area)
        sheet.write_number(number, 6, line.share / WHOLE, per_cent)
        for index, day in ((13, line.start), (14, line.end)):
            if day is not None:
                sheet.write_datetime(number, index, dt.datetime.combine(day, dt.time()), date)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(DIRTY_HEADINGS) - 2, 14)
    book.close()


if __name__ == "__main__":
    everything = residents(apartments())
    write_dirty(everything)
    write_repaired(everything)
