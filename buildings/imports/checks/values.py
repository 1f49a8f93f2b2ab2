"""From what people type to numbers, dates and choices; nothing ambiguous is guessed."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from buildings.imports.checks.problems import Unusable
from buildings.imports.columns.guess import normalise
from buildings.imports.reader import Cell, cell_text
from foundation.languages import in_every_language

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EARLIEST = dt.date(1850, 1, 1)

#: Words for the ground floor, and floors below it.
_GROUND = frozenset(
    {
        *("g", "gf", "ground", "ground floor", "eg", "erdgeschoss", "parterre"),
        *("rdc", "rc", "r c", "rez de chaussee", "pb", "planta baja", "bajo", "terreo"),
    }
)
_FLOOR = re.compile(
    r"^(-?\d{1,3})(?:st|nd|rd|th)?\.?\s*"
    r"(?:floor|level|og|etage|stock|obergeschoss|e|er|eme|ème|º|°|ª|piso|planta|andar)?\.?$"
)
_BASEMENT = re.compile(r"^(?:b(\d{1,2})|(\d{0,2})\.?\s*(?:ug|untergeschoss|basement))$")

#: The product's own words, as buildings.properties and buildings.residents show them.
_TYPE_LABELS = {
    "flat": gettext_noop("Flat"),
    "studio": gettext_noop("Studio"),
    "maisonette": gettext_noop("Maisonette"),
    "penthouse": gettext_noop("Penthouse"),
    "shop": gettext_noop("Shop"),
    "office": gettext_noop("Office"),
    "other": gettext_noop("Other"),
}
_KIND_LABELS = {
    "owner": gettext_noop("Owner"),
    "tenant": gettext_noop("Tenant"),
    "occupant": gettext_noop("Occupant"),
}
#: What else people write.
_TYPES = {
    "flat": "flat apartment apt wohnung appartement piso apartamento departamento vivienda t2 t3",
    "studio": "studio einzimmerwohnung estudio bedsit t1 kitchenette",
    "maisonette": "maisonette duplex maisonettewohnung",
    "penthouse": "penthouse dachwohnung atico cobertura",
    "shop": "shop store laden ladenlokal commerce boutique local tienda loja geschaft",
    "office": "office buro buero bureau oficina escritorio",
    "other": "other sonstiges autre otro outro",
}
_KINDS = {
    "owner": "owner eigentumer eigentuemer eigentumerin eigentuemerin landlord proprietaire "
    "proprietario proprietaria propietario propietaria dono o",
    "tenant": "tenant mieter mieterin renter lessee locataire inquilino inquilina arrendatario "
    "arrendataria arrendatario t",
    "occupant": "occupant occupier bewohner bewohnerin mitbewohner resident occupante ocupante "
    "residente morador moradora family familie",
}
#: What a row says about somebody, within a sentence.
KIND_LABELS = {
    "owner": gettext_lazy("owner"),
    "tenant": gettext_lazy("tenant"),
    "occupant": gettext_lazy("occupant"),
}
_YES = frozenset(
    [
        *("yes", "y", "ja", "j", "oui", "o", "si", "s", "sim", "نعم"),
        *("true", "wahr", "vrai", "x", "1"),
    ]
)
_NO = frozenset(["no", "n", "nein", "non", "nao", "لا", "false", "falsch", "faux", "0"])


@cache
def _type_words() -> dict[str, str]:
    return _by_word(_TYPES, _TYPE_LABELS)


@cache
def _kind_words() -> dict[str, str]:
    return _by_word(_KINDS, _KIND_LABELS)


def _by_word(words: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Values by what people call them, and by what the product calls them in each language."""
    known = {word: key for key, names in words.items() for word in names.split()}
    for value, label in labels.items():
        known |= {normalise(spoken): value for spoken in in_every_language(label)}
    return known


def parse_number(cell: Cell, *, example: str) -> Decimal:
    """A number with decimal comma or point; thousands marks only where they are beyond doubt.

    Raises:
        Unusable: not a number, or one that means two things ("1.234").
    """
    if isinstance(cell, Decimal):
        return cell
    text = re.sub(r"(?<=\d)['’\s](?=\d{3}(?!\d))", "", cell_text(cell))
    if re.fullmatch(r"-?\d{1,3}([.,])\d{3}", text) and not re.match(r"-?0", text):
        plain = re.sub(r"[.,]", "", text)
        raise Unusable(
            _("“%(text)s” can mean %(one)s or %(other)s.")
            % {"text": text, "one": plain, "other": text.replace(",", ".")},
            _("Write it without separator (%(number)s) or with two decimals.") % {"number": plain},
        )
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", text) or re.fullmatch(
        r"-?\d{1,3}(\.\d{3}){2,}", text
    ):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+", text) or re.fullmatch(
        r"-?\d{1,3}(,\d{3}){2,}", text
    ):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".", 1)
    try:
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
            raise InvalidOperation
        return Decimal(text)
    except InvalidOperation:
        raise Unusable(
            _("This is not a number."),
            _("Write digits only, for example %(example)s.") % {"example": example},
        ) from None


def parse_area(cell: Cell) -> Decimal:
    """
    Raises:
        Unusable: not an area between 1 and 10,000 square metres.
    """
    if isinstance(cell, str):
        cell = re.sub(r"\s*(m2|m²|sqm|qm|sq\.? ?m\.?)$", "", cell, flags=re.IGNORECASE)
    area = parse_number(cell, example="72.5")
    if not 1 <= area <= 10_000:
        raise Unusable(
            _("No apartment has this area."),
            _("Write square metres between 1 and 10000, for example 72.5."),
        )
    return round(area, 2)


def parse_share(cell: Cell) -> Decimal:
    """Per cent; also “0,83 %” and fractions such as 83/10000.

    Raises:
        Unusable: not a share between 0 and 100.
    """
    text = cell_text(cell).removesuffix("%").strip()
    fraction = re.fullmatch(r"(\S+?)\s*/\s*(\d[\d.,' ]*)", text)
    if fraction:
        whole = Decimal(re.sub(r"\D", "", fraction.group(2)))
        if not whole:
            raise Unusable(
                _("Nothing can be shared by zero."), _("Write it as per cent, for example 0.83.")
            )
        share = 100 * parse_number(fraction.group(1), example="83") / whole
    else:
        share = parse_number(cell if isinstance(cell, Decimal) else text, example="0.83")
    if not 0 <= share <= 100:
        raise Unusable(
            _("An ownership share is between 0 and 100 per cent."),
            _("Write per cent of the building, for example 0.83, or a fraction such as 83/10000."),
        )
    return round(share, 5)


def parse_floor(cell: Cell) -> int:
    """
    Raises:
        Unusable: not a floor between -10 and 200.
    """
    text = cell_text(cell).casefold().strip()
    if normalise(text) in _GROUND:
        return 0
    below = _BASEMENT.match(text)
    found = _FLOOR.match(text)
    if below:
        floor = -int(below[1] or below[2] or 1)
    elif found:
        floor = int(found.group(1))
    else:
        raise Unusable(_("This is not a floor."), _("Write a number; 0 is the ground floor."))
    if not -10 <= floor <= 200:
        raise Unusable(_("No building has this floor."), _("Write a number between -10 and 200."))
    return floor


def parse_date(cell: Cell, *, is_month_first: bool = False) -> dt.date:
    """ISO, dd.mm.yyyy, dd/mm/yyyy (mm/dd/yyyy where that is the custom), and Excel's own dates.

    Raises:
        Unusable: not a date, a two-digit year, or a day no calendar has.
    """
    if isinstance(cell, dt.date):
        return _plausible(cell)
    text = re.sub(r"[T ]\d\d?:\d\d.*$", "", cell_text(cell))
    if re.fullmatch(r"[2-7]\d{4}", text):
        day = _EXCEL_EPOCH + dt.timedelta(days=int(text))
        if isinstance(cell, Decimal):
            return day
        raise Unusable(
            _("This looks like a spreadsheet's internal number for a date."),
            _("Write %(date)s if that is the date.") % {"date": day.isoformat()},
        )
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    local = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", text)
    if iso:
        year, month, day_of_month = (int(part) for part in iso.groups())
    elif local:
        day_of_month, month, year = int(local[1]), int(local[3]), int(local[4])
        if is_month_first and local[2] != ".":
            day_of_month, month = month, day_of_month
        if month > 12 >= day_of_month:
            raise Unusable(
                _("There is no month %(number)s; day and month seem to be swapped.")
                % {"number": month},
                _("Write %(date)s if that is the date.")
                % {"date": f"{year}-{day_of_month:02}-{month:02}"},
            )
    elif re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}", text):
        raise Unusable(
            _("The year has only two digits."),
            _("Write the date with four, for example 2024-03-01."),
        )
    else:
        raise Unusable(_("This is not a date."), _("Write year-month-day, for example 2024-03-01."))
    try:
        return _plausible(dt.date(year, month, day_of_month))
    except ValueError as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(
            _("No calendar has this day."), _("Correct it, for example 2024-02-29.")
        ) from None


def _plausible(day: dt.date) -> dt.date:
    if isinstance(day, dt.datetime):
        day = day.date()
    if day < _EARLIEST or day.year > 2200:
        raise Unusable(_("The year cannot be right."), _("Write the date as 2024-03-01."))
    return day


def parse_type(cell: Cell) -> str:
    """
    Raises:
        Unusable: no known type of apartment.
    """
    found = _type_words().get(normalise(cell_text(cell)))
    if found is None:
        raise Unusable(
            _("This type is not known."),
            _("Write one of: %(words)s.")
            % {"words": ", ".join(_(label) for label in _TYPE_LABELS.values())},
        )
    return found


def parse_kind(cell: Cell) -> str:
    """
    Raises:
        Unusable: not a word for owner, tenant or occupant.
    """
    text = normalise(cell_text(cell))
    known = _kind_words()
    words = [text] if text in known else text.split()
    found = {known[word] for word in words if word in known}
    if len(found) > 1:
        raise Unusable(
            _("One row can only say one of owner, tenant and occupant."),
            _("Keep one here and add a second row for the other."),
        )
    if not found or len(words) > 2:
        raise Unusable(_("This is not known."), _("Write owner, tenant or occupant."))
    return found.pop()


def parse_yes(cell: Cell) -> bool:
    """
    Raises:
        Unusable: neither yes nor no.
    """
    word = normalise(cell_text(cell))
    if word in _YES:
        return True
    if word in _NO or not word:
        return False
    raise Unusable(_("This is neither yes nor no."), _("Write yes or no."))


def parse_email(cell: Cell) -> str:
    """
    Raises:
        Unusable: not one e-mail address.
    """
    text = cell_text(cell).removeprefix("mailto:").strip("<>").lower()
    if re.search(r"[;,\s]", text) and text.count("@") > 1:
        raise Unusable(_("There are several addresses."), _("Keep one address per row."))
    try:
        validate_email(text)
    except ValidationError:
        raise Unusable(
            _("This is not an e-mail address."),
            _("Write it as name@example.com, or leave it empty."),
        ) from None
    if len(text) > 254:
        raise Unusable(_("The address is too long."), _("Check it; 254 characters are possible."))
    return text


def parse_phone(cell: Cell) -> str:
    """
    Raises:
        Unusable: not a telephone number.
    """
    text = cell_text(cell)
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"\+?[\d\s()/.\-]+", text) or not 5 <= len(digits) <= 17 or len(text) > 40:
        raise Unusable(
            _("This is not a telephone number."),
            _("Write digits only, for example +49 30 1234567."),
        )
    return text
