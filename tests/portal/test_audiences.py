"""Whom a part of a page is for: what fits a home, and what is known about a reader."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StructBlockValidationError

from portal.audiences import EVERYBODY, Audience, Home, Reader
from portal.blocks.audience import AudienceChoiceBlock, FloorsBlock, floors_in
from portal.queries.readers import reader_in

HOME_4B = Home(
    1, "4B", floor=4, riser="B", section="Main house", apartment_type="flat", kind="owner"
)
ANA = Reader(homes=(HOME_4B,))

values = st.builds(
    Audience,
    floors=st.frozensets(st.integers(-2, 9), max_size=2),
    risers=st.frozensets(st.sampled_from("ABC"), max_size=2),
    kinds=st.frozensets(st.sampled_from(["owner", "tenant", "occupant"]), max_size=2),
    apartments=st.frozensets(st.sampled_from(["4B", "1A"]), max_size=2),
)


@pytest.mark.parametrize(
    ("audience", "is_meant"),
    [
        (EVERYBODY, True),
        (Audience(floors=frozenset({3, 4})), True),
        (Audience(floors=frozenset({3})), False),
        (Audience(risers=frozenset({"b"})), True),
        (Audience(sections=frozenset({"main HOUSE "})), True),
        (Audience(apartment_types=frozenset({"studio"})), False),
        (Audience(kinds=frozenset({"tenant"})), False),
        (Audience(apartments=frozenset({"4b"})), True),
        (Audience(floors=frozenset({4}), kinds=frozenset({"tenant"})), False),
    ],
)
def test_all_filled_fields_fit_one_home(audience: Audience, is_meant: bool) -> None:
    assert audience.includes(ANA) is is_meant


def test_two_homes_do_not_add_up() -> None:
    """An owner on floor 1 who rents on floor 4 is no owner on floor 4."""
    both = Reader(
        homes=(Home(1, "1A", floor=1, kind="owner"), Home(2, "4B", floor=4, kind="tenant"))
    )
    assert not Audience(floors=frozenset({4}), kinds=frozenset({"owner"})).includes(both)


@given(values)
def test_staff_read_everything_and_nobody_only_what_is_for_all(audience: Audience) -> None:
    assert audience.includes(Reader(is_staff=True))
    assert audience.includes(Reader()) == audience.is_everybody


@given(values)
def test_survives_storage(audience: Audience) -> None:
    assert Audience.from_json(audience.as_json()) == audience


@pytest.mark.django_db
class TestReaderIn:
    def test_ana_is_the_owner_of_4b(self, world) -> None:
        assert [
            (h.number, h.floor, h.riser, h.kind) for h in reader_in(world.ana, world.willow).homes
        ] == [("4B", 4, "B", "owner")]

    @pytest.mark.parametrize("name", ["boris", "mara", "asta", "fin", "sol"])
    def test_staff_are_staff(self, world, name) -> None:
        assert reader_in(world.people[name], world.willow) == Reader(
            is_staff=True, is_editor=name != "fin"
        )

    @pytest.mark.parametrize("name", ["iris", "dara", "emil"])
    def test_strangers_have_no_home_here(self, world, name) -> None:
        assert reader_in(world.people[name], world.willow) == Reader()

    def test_an_anonymous_visitor_is_nobody(self, world) -> None:
        assert reader_in(AnonymousUser(), world.willow) == Reader()


class TestWhatAnEditorWrites:
    @pytest.mark.parametrize(
        ("text", "floors"),
        [
            ("", set()),
            ("3", {3}),
            ("0, 2-4", {0, 2, 3, 4}),
            ("-1 – 1", {-1, 0, 1}),
            ("5 to 6", {5, 6}),
        ],
    )
    def test_floors_are_read_as_people_write_them(self, text, floors) -> None:
        assert floors_in(text) == floors

    @pytest.mark.parametrize("text", ["fourth", "4-2", "1-999", "2,,x"])
    def test_what_is_no_floor_is_refused_by_name(self, text) -> None:
        with pytest.raises(ValidationError):
            FloorsBlock(required=False).clean(text)

    def test_a_choice_becomes_an_audience(self) -> None:
        block = AudienceChoiceBlock()
        value = block.clean(
            block.to_python({"kinds": ["owner"], "floors": "4", "apartments": "4B, 5A"})
        )
        assert value.audience == Audience(
            floors=frozenset({4}), kinds=frozenset({"owner"}), apartments=frozenset({"4B", "5A"})
        )

    def test_an_empty_choice_is_refused(self) -> None:
        block = AudienceChoiceBlock()
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python({}))
