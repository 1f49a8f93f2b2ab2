"""What editors can put on a page: shown well, or refused with a reason; previews show no data."""

import re
from typing import Any

import pytest
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.base import Block

from portal.blocks import BodyBlock
from portal.blocks.contacts import PhoneBlock
from portal.models import InfoPage
from portal.operations.pages import publish_page
from portal.templatetags.portal_tags import initials, tel

BODY = BodyBlock()
STEP = {"state": "next", "title": "Paint", "start_date": None, "end_date": None, "text": ""}
VIDEO = {"title": "Radiators", "url": "https://www.films.example/1", "poster": None, "note": ""}
MAP = {"title": "Cellar", "address": "Kai 1\n20459 Hamburg", "note": "", "service": "osm"}
CELLS = {
    "caption": "Bins",
    "columns": [{"type": "text", "heading": "Bin"}, {"type": "number", "heading": "Litres"}],
    "rows": [{"values": ["Paper", 1100]}, {"values": ["Glass", None]}],
}
NAMELESS = {"type": "text", "heading": ""}
PERSON = {"name": "Juno Park", "role": "Caretaker", "phone": "112", "email": "", "note": ""}


def cleaned(kind: str, value):
    """The block after the validation that saving runs."""
    stream = BODY.to_python([{"type": kind, "value": value}])
    return BODY.clean(stream)[0].value


def shown(kind: str, value) -> str:
    stream = BODY.to_python([{"type": kind, "value": value}])
    return BODY.render(stream)


def refusal(kind: str, value) -> str:
    with pytest.raises(StreamBlockValidationError) as error:
        cleaned(kind, value)
    return str(error.value.as_json_data())


class TestPhoneNumbers:
    @pytest.mark.parametrize("number", ["112", "+49 (40) 555-01", "040/555 01", "+49 40 555‑01"])
    def test_can_be_dialled(self, number) -> None:
        assert PhoneBlock().clean(number) == number
        assert re.fullmatch(r"tel:\+?\d+", tel(number))

    @pytest.mark.parametrize("number", ["ask Juno", "1", "tel:112", "112; DROP", "javascript:1"])
    def test_words_are_refused(self, number) -> None:
        assert "dialled" in refusal("contact", {"name": "Juno", "phone": number})


def test_initials_are_those_of_first_and_last_name() -> None:
    assert [initials(name) for name in ("Ana Maria Almeida", "juno", "")] == ["AA", "J", ""]


class TestTimeline:
    def test_tells_state_and_dates_in_words(self) -> None:
        step = STEP | {"state": "now", "start_date": "2026-03-02", "end_date": "2026-03-04"}
        html = shown("timeline", {"title": "Windows", "steps": [step]})
        assert 'aria-current="step"' in html
        assert "Now" in html
        assert '<time datetime="2026-03-02">2 March 2026</time> – <time' in html

    def test_a_single_day_is_shown_once(self) -> None:
        step = STEP | {"start_date": "2026-03-02", "end_date": "2026-03-02"}
        assert shown("timeline", {"title": "", "steps": [step]}).count("<time") == 1

    @pytest.mark.parametrize(
        ("start", "end", "reason"),
        [("2026-03-02", "2026-03-01", "before the first"), (None, "2026-03-01", "from when")],
    )
    def test_impossible_spans_are_refused(self, start, end, reason) -> None:
        step = STEP | {"start_date": start, "end_date": end}
        assert reason in refusal("timeline", {"title": "", "steps": [step]})


class TestTable:
    def test_has_caption_and_headings_for_rows_and_columns(self) -> None:
        html = shown("table", {"has_row_headings": True, "cells": CELLS})
        assert "Bins</span></caption>" in html
        assert html.count('<th scope="col"') == 2
        assert re.search(r'<th scope="row">\s*Paper\s*</th>', html)
        assert '<td class="numeric"></td>' in html

    def test_row_headings_are_a_choice(self) -> None:
        html = shown("table", {"has_row_headings": False, "cells": CELLS})
        assert 'scope="row"' not in html

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"caption": " "}, "caption"),
            ({"rows": []}, "at least one column and one row"),
            (
                {"columns": [NAMELESS], "rows": [{"values": ["x"]}]},
                "heading",
            ),
            ({"rows": CELLS["rows"] * 51}, "attach a larger one"),
        ],
    )
    def test_unreadable_ones_are_refused(self, change, reason) -> None:
        assert reason in refusal("table", {"has_row_headings": True, "cells": CELLS | change})

    def test_cells_are_escaped(self) -> None:
        cells = CELLS | {"rows": [{"values": ["<script>", 1]}]}
        assert "<script>" not in shown("table", {"has_row_headings": True, "cells": cells})


class TestLinksToOtherPlaces:
    def test_a_film_is_a_link_and_loads_nothing(self) -> None:
        html = shown("video", VIDEO)
        assert (
            'href="https://www.films.example/1" target="_blank" rel="noopener noreferrer"' in html
        )
        assert "films.example, in a new tab" in html
        assert not re.search(r"<(iframe|script|video|img)\b", html)

    @pytest.mark.parametrize(
        "url", ["http://films.example/1", "javascript:alert(1)", "ftp://films.example/", "films"]
    )
    def test_unsafe_addresses_are_refused(self, url) -> None:
        assert refusal("video", VIDEO | {"url": url})

    @pytest.mark.parametrize(
        ("service", "start"),
        [
            ("osm", "https://www.openstreetmap.org/search?query="),
            ("google", "https://www.google.com/maps/search/?api=1&amp;query="),
            ("apple", "https://maps.apple.com/?q="),
        ],
    )
    def test_a_map_is_a_link_beside_the_plain_address(self, service, start) -> None:
        html = shown("map_link", MAP | {"service": service})
        assert f'href="{start}Kai+1%2C+20459+Hamburg"' in html
        assert "Kai 1<br>20459 Hamburg" in html
        assert not re.search(r"<(iframe|script|img)\b", html)

    def test_an_address_cannot_leave_the_link(self) -> None:
        html = shown("map_link", MAP | {"address": '"><script>&query=x'})
        assert "<script>" not in html
        assert "query=x" not in html.split('href="')[1].split('"')[0]


class TestQuestions:
    def test_open_without_script_and_can_be_linked(self) -> None:
        question = {"question": "Who has the key?", "answer": "<p>Juno.</p>"}
        item = {"type": "item", "value": question, "id": "k1"}
        html = shown("faq", {"title": "Keys", "questions": [item]})
        assert "<summary>Who has the key?</summary>" in html
        assert 'id="q-k1"' in html


class TestPeople:
    def test_without_photo_they_have_initials(self) -> None:
        html = shown("people", {"title": "Desk", "people": [PERSON]})
        assert re.search(r'aria-hidden="true">\s*JP\s*<', html)
        assert 'href="tel:112"' in html


@pytest.mark.django_db
class TestFilesOnAPage:
    """Willow's own pictures and documents on a page: how many queries, and where they lead."""

    def page(self, world, body) -> str:
        page = InfoPage(title="Around", slug="around", body=body)
        publish_page(actor=world.boris, parent=world.homes["willow"], page=page)
        return "/harbour/willow-court/around/"

    def picture(self, world, alt="A wall") -> dict:
        return {"image": world.images["willow"].pk, "alt_text": alt, "decorative": False}

    def test_a_gallery_links_to_large_pictures(self, world, sign_in) -> None:
        pictures = [{"image": self.picture(world), "caption": "Our wall"}]
        address = self.page(
            world, [{"type": "gallery", "value": {"title": "", "pictures": pictures}}]
        )
        html = sign_in("ana").get(address).content.decode()
        gallery = html[html.index('class="gallery"') :]
        small = re.search(r'<img[^>]*src="([^"]+)"', gallery)[1]
        large = re.search(r'href="([^"]+)"', gallery)[1]
        assert 'alt="A wall"' in html
        assert "Our wall</figcaption>" in html
        for file in (small, large):
            assert sign_in("ana").get(file).status_code == 200
            assert sign_in("iris").get(file).status_code == 404

    def test_a_gallery_costs_one_query_however_many_pictures(
        self, world, django_assert_max_num_queries
    ) -> None:
        def rendered(count: int) -> None:
            pictures = [{"image": self.picture(world), "caption": ""}] * count
            stream = BODY.to_python(
                [{"type": "gallery", "value": {"title": "", "pictures": pictures}}]
            )
            assert BODY.render(stream).count("<figure>") == count

        rendered(2)
        # The pictures, their versions.
        with django_assert_max_num_queries(2):
            rendered(30)

    def test_a_download_names_type_and_size(self, world, sign_in) -> None:
        document = world.documents["willow"]
        value = {"document": document.pk, "title": "", "note": "Keep."}
        address = self.page(world, [{"type": "download", "value": value}])
        html = sign_in("ana").get(address).content.decode()
        assert document.url in html
        assert re.search(r"TXT, 8\s+bytes", html)

    def test_blocks_outlive_their_files(self, world, sign_in) -> None:
        """Somebody deleted the picture and the document: the page still opens."""
        gone = {"image": 999_999, "alt_text": "x", "decorative": False}
        values: dict[str, Any] = {
            "download": {"document": 999_999, "title": "", "note": ""},
            "documents": {"title": "", "documents": [999_999]},
            "image": gone,
            "gallery": {"title": "", "pictures": [{"image": gone, "caption": "Gone"}]},
            "people": {"title": "", "people": [PERSON | {"photo": 999_999}]},
            "video": VIDEO | {"poster": gone},
        }
        body = [{"type": kind, "value": value} for kind, value in values.items()]
        address = self.page(world, body)
        assert sign_in("ana").get(address).status_code == 200


class TestTheBlockChooser:
    """Editors find a block by group, icon, words and preview."""

    BLOCKS = list(BODY.child_blocks.items())

    @pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _ in BLOCKS])
    def test_every_block_explains_itself(self, name, block) -> None:
        assert block.meta.group
        assert block.meta.icon != "placeholder"
        assert str(block.get_description())
        assert block.meta.label

    @pytest.mark.django_db
    @pytest.mark.parametrize("name", [name for name, block in BLOCKS if block.is_previewable])
    def test_previews_show_the_block_and_nobodys_content(self, name, sign_in) -> None:
        definition = BODY.child_blocks[name].definition_prefix
        assert definition in Block.definition_registry
        response = sign_in("boris").get(f"/cms/block-preview/?id={definition}")
        html = response.content.decode()
        assert response.status_code == 200
        assert "<c-" not in html
        assert "/files/" not in html
        assert "css/content.css" in html

    def test_only_what_needs_content_has_no_preview(self) -> None:
        without = {name for name, block in self.BLOCKS if not block.is_previewable}
        assert without == {"documents", "download", "audience"}


def test_a_page_has_one_list_of_emergency_numbers() -> None:
    numbers = {"title": "Help", "numbers": [{"label": "Fire", "phone": "112"}]}
    stream = BODY.to_python([{"type": "emergency_numbers", "value": numbers}] * 2)
    with pytest.raises(StreamBlockValidationError):
        BODY.clean(stream)


def test_nothing_is_left_of_the_template_language() -> None:
    """Each block renders through the components without leaving their tags."""
    for name, block in BODY.child_blocks.items():
        if hasattr(block.meta, "preview_value"):
            html = block.render(block.get_preview_value())
            assert not re.search(r"</?c-|\{%|\{\{", html), name
