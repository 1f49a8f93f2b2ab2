"""Which heading means what: five languages, near misses, and corrections."""

import pytest

from buildings.imports.columns import clean_mapping, guess_mapping
from foundation.errors import InvalidInput


@pytest.mark.parametrize(
    ("headings", "keys"),
    [
        (
            ["Unit", "Storey", "Area (m²)", "Resident", "E-Mail", "Since", "Owner/Tenant"],
            ["apartment", "floor", "area", "name", "email", "from", "kind"],
        ),
        (
            ["Wohnungs-Nr.", "Etage", "Wohnfläche", "MEA", "Nachname", "Vorname", "Einzug"],
            ["apartment", "floor", "area", "share", "last_name", "first_name", "from"],
        ),
        (
            ["Appartement", "Étage", "Surface (m2)", "Nom", "Courriel", "Téléphone"],
            ["apartment", "floor", "area", "name", "email", "phone"],
        ),
        (
            ["Vivienda", "Planta", "Superficie", "Nombre y apellidos", "Correo electrónico"],
            ["apartment", "floor", "area", "name", "email"],
        ),
        (
            ["Fração", "Andar", "Área", "Morador", "Telemóvel", "Permilagem"],
            ["apartment", "floor", "area", "name", "phone", "share"],
        ),
        (["Apartmant", "Telefone number", "Notes"], ["apartment", "phone"]),
    ],
)
def test_guesses(headings: list[str], keys: list[str]) -> None:
    mapping = guess_mapping(headings)
    assert set(mapping) == set(keys)
    assert [mapping[key] for key in keys] == headings[: len(keys)]


def test_uses_each_heading_once() -> None:
    mapping = guess_mapping(["Unit", "Apartment", "Flat"])
    assert mapping == {"apartment": "Unit"}


class TestCleanMapping:
    headings = ("Unit", "Who")

    def test_takes_corrections_in_any_case(self) -> None:
        assert clean_mapping({"name": "who", "apartment": "UNIT", "email": ""}, self.headings) == {
            "apartment": "Unit",
            "name": "Who",
        }

    @pytest.mark.parametrize(
        ("wanted", "field", "words"),
        [
            ({"name": "Who"}, "apartment", "apartment numbers"),
            ({"apartment": "Door"}, "apartment", "no column called"),
            ({"apartment": "Unit", "shoe": "Who"}, "shoe", "no such column"),
            ({"apartment": "Unit", "name": "Unit"}, "name", "already used"),
        ],
    )
    def test_refuses(self, wanted: dict[str, str], field: str, words: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            clean_mapping(wanted, self.headings)
        assert words in refused.value.fields[field][0]
