"""Parts of a page for some residents: who gets them, who is told for whom, what never leaks."""

from typing import Any

import pytest
from django.template import Context
from wagtail.models import Page

from portal.audiences import Audience, Doors, Home, Reader, describe, unknown_in
from portal.blocks import BodyBlock
from portal.blocks.audience import NO_FLOOR, audiences_on
from tests.portal.pump import ADDRESS, ALL, FLOOR_ONE, OWNERS, TENANTS

pytestmark = pytest.mark.django_db


class TestReading:
    @pytest.mark.parametrize(
        ("name", "gets", "lacks"),
        [
            ("ana", [ALL, OWNERS], [TENANTS, FLOOR_ONE]),
            ("teo", [ALL, TENANTS], [OWNERS, FLOOR_ONE]),
            ("boris", [ALL, OWNERS, TENANTS, FLOOR_ONE], []),
            ("fin", [ALL, OWNERS, TENANTS, FLOOR_ONE], []),
        ],
    )
    def test_everybody_gets_what_is_theirs(self, pump, sign_in, name, gets, lacks) -> None:
        html = sign_in(name).get(ADDRESS).content.decode()
        assert [text for text in gets if text not in html] == []
        assert [text for text in lacks if text in html] == []

    def test_only_staff_are_told_for_whom(self, pump, sign_in) -> None:
        assert "Only for owners" in sign_in("boris").get(ADDRESS).content.decode()
        for name in ("ana", "teo"):
            assert "Only for" not in sign_in(name).get(ADDRESS).content.decode()

    def test_editors_read_how_many_apartments_are_meant(self, pump, sign_in) -> None:
        html = sign_in("boris").get(ADDRESS).content.decode()
        assert "Only for owners · 1 apartment today" in html
        assert "Only for floor 1 · 0 apartments today" in html

    def test_without_a_reader_the_parts_are_left_out(self, pump) -> None:
        """As in feeds, mails and summaries, which render without a request."""
        for html in (str(pump.body), pump.body.render_as_block(), pump.body.render_as_block({})):
            assert ALL in html
            assert OWNERS not in html

    def test_the_page_index_holds_no_part(self, pump) -> None:
        text = " ".join(BodyBlock().get_searchable_content(pump.body))
        assert ALL in text
        assert OWNERS not in text

    @pytest.mark.parametrize("only_for", [{}, {"floors": "everywhere"}])
    def test_a_choice_that_passed_no_editor_is_for_nobody(self, only_for) -> None:
        body = BodyBlock().to_python(
            [{"type": "audience", "value": {
                "only_for": only_for,
                "content": [{"type": "text", "value": "<p>Secret</p>"}],
            }}]
        )  # fmt: skip
        ana = Reader(homes=(Home(1, "4B", floor=4, kind="owner"),))
        request = type("Request", (), {"reader": ana})()
        assert "Secret" not in body.render_as_block(Context({"request": request}).flatten())


class TestSeeingAsSomebodyElse:
    def test_an_editor_reads_as_the_owner_of_4b(self, pump, sign_in) -> None:
        html = sign_in("boris").get(ADDRESS, {"as": "4B:owner"}).content.decode()
        assert OWNERS in html
        assert TENANTS not in html
        assert "Only for owners" not in html
        assert "You see this page as" in html
        assert f'href="{ADDRESS}"' in html

    @pytest.mark.parametrize("name", ["ana", "teo", "fin"])
    def test_others_stay_who_they_are(self, pump, sign_in, name) -> None:
        client = sign_in(name)
        plain = client.get(ADDRESS).content
        for code in ("4B:owner", "4B:tenant"):
            answer = client.get(ADDRESS, {"as": code}).content
            assert b"You see this page as" not in answer
            assert (OWNERS.encode() in answer) == (OWNERS.encode() in plain)

    @pytest.mark.parametrize("code", ["", "9Z:owner", "4B", "4B:king", "2A:tenant", "\x00"])
    def test_an_unknown_seat_changes_nothing(self, pump, sign_in, code) -> None:
        """2A with a tenant stands in Quay House, not here."""
        html = sign_in("boris").get(ADDRESS, {"as": code}).content.decode()
        assert "You see this page as" not in html
        assert OWNERS in html
        assert TENANTS in html

    def test_the_preview_offers_every_home_with_somebody_in_it(self, pump) -> None:
        assert [code for code, _ in Page.objects.get(pk=pump.pk).specific.preview_modes] == [
            "", "4B:owner", "4B:tenant",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("mode", "gets", "lacks"),
        [
            ("", [OWNERS, TENANTS, "Only for owners"], []),
            ("4B:owner", [OWNERS], [TENANTS, FLOOR_ONE, "Only for"]),
            ("4B:tenant", [TENANTS], [OWNERS]),
            ("forged", [OWNERS, TENANTS], []),
        ],
    )
    def test_previews(self, pump, sign_in, mode, gets, lacks) -> None:
        client = sign_in("boris")
        address = f"/cms/pages/{pump.pk}/view_draft/"
        html = client.get(address, {"mode": mode}).content.decode()
        assert [text for text in gets if text not in html] == []
        assert [text for text in lacks if text in html] == []

    def test_a_preview_stands_in_the_frame_of_the_building(self, pump, sign_in) -> None:
        html = sign_in("boris").get(f"/cms/pages/{pump.pk}/view_draft/").content.decode()
        assert "Willow Court" in html


class TestWriting:
    @pytest.fixture
    def save(self, pump, fields_of, sign_in):
        """Posts the editor's form of the page with one part for `only_for`."""

        def post(name: str = "boris", **only_for: str) -> Any:
            fields = fields_of(pump) | {
                "body-count": 1,
                "body-0-deleted": "", "body-0-order": 0, "body-0-type": "audience", "body-0-id": "",
                "body-0-value-content-count": 1,
                "body-0-value-content-0-deleted": "", "body-0-value-content-0-order": 0,
                "body-0-value-content-0-type": "heading", "body-0-value-content-0-id": "",
                "body-0-value-content-0-value": "For some",
            }  # fmt: skip
            for field in ("floors", "sections", "risers", "apartments"):
                fields[f"body-0-value-only_for-{field}"] = only_for.get(field, "")
            return sign_in(name).post(f"/cms/pages/{pump.pk}/edit/", fields)

        return post

    def test_known_doors_are_saved(self, save, pump) -> None:
        response = save(floors="1-4", apartments="4b, 1A", risers="a", sections="main house")
        assert response.status_code == 302
        pump.refresh_from_db()
        saved = pump.get_latest_revision_as_object()
        assert [(field, choice.audience.floors) for field, choice in audiences_on(saved)] == [
            ("body", frozenset({1, 2, 3, 4}))
        ]

    @pytest.mark.parametrize(
        ("only_for", "sentence"),
        [
            ({"apartments": "9Z"}, "There is no apartment 9Z in Willow Court. Known are: 1A, 1B"),
            ({"floors": "3-5"}, "There is no floor 5 in Willow Court. Known are: 1–4."),
            ({"sections": "Tower"}, "There is no section Tower in Willow Court. Known are: Main"),
            ({"risers": "Q"}, "There is no riser Q in Willow Court. Known are: A, B, C."),
        ],
    )
    def test_unknown_doors_are_named_with_those_that_exist(self, save, only_for, sentence) -> None:
        response = save(**only_for)
        assert response.status_code == 200
        errors = " ".join(str(e) for e in response.context["form"].errors.as_data()["body"])
        assert sentence in errors

    def test_a_draft_is_checked_too(self, save, pump) -> None:
        assert save(apartments="9Z").status_code == 200
        assert pump.revisions.count() == 1


class TestWords:
    @pytest.mark.parametrize(
        ("audience", "words"),
        [
            (Audience(), "For everybody"),
            (
                Audience(floors=frozenset({4}), kinds=frozenset({"owner"})),
                "Only for floor 4, owners",
            ),
            (
                Audience(floors=frozenset({-1, 2, 3, 4, 7})),
                "Only for floors -1, 2–4 and 7",
            ),
            (Audience(apartments=frozenset({"5A", "4B"})), "Only for apartments 4B and 5A"),
            (
                Audience(risers=frozenset("B"), apartment_types=frozenset({"shop", "office"})),
                "Only for riser B, shops and offices",
            ),
        ],
    )
    def test_an_audience_in_words(self, audience, words) -> None:
        assert describe(audience) == words

    def test_many_doors_are_told_by_the_first_and_the_last(self) -> None:
        doors = Doors("The Tower", apartments=tuple(f"{n}A" for n in range(1, 41)))
        assert unknown_in(Audience(apartments=frozenset({"99"})), doors) == [
            "There is no apartment 99 in The Tower. There are 40, from 1A to 40A."
        ]

    def test_nothing_entered_is_said(self) -> None:
        assert unknown_in(Audience(floors=frozenset({NO_FLOOR})), Doors("The Tower")) == [
            "There is no floor 9999 in The Tower. None are entered at the desk."
        ]
