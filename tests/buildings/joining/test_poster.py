"""The poster in the hall carries the code as a picture and as letters."""

import ctypes.util
import io
from typing import Any

import pytest
from pypdf import PdfReader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        ctypes.util.find_library("pango-1.0") is None, reason="the system library pango is missing"
    ),
]
POSTER = "/desk/harbour/willow-court/join-code/poster.pdf"


def text_of(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(response.content)).pages
    return str(page.extract_text())


def test_says_the_code_and_where_to_type_it(world: Any, sign_in: Any) -> None:
    text = text_of(sign_in("boris").get(POSTER))
    assert world.willow.join_code.shown in text.replace(" ", "")
    assert "/join/" in text
    assert "Willow Court is online" in text


def test_speaks_the_buildings_language(world: Any, sign_in: Any) -> None:
    world.willow.language = "ar"
    world.willow.save(update_fields=["language"])
    assert "is online" not in text_of(sign_in("boris").get(POSTER))


def test_without_a_code_there_is_none(world: Any, sign_in: Any) -> None:
    boris = sign_in("boris")
    boris.post("/desk/harbour/willow-court/join-code/withdraw/")
    assert boris.get(POSTER).status_code == 404
