"""The poster for the hall: the code, and how it is used."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from buildings.properties.exports import letterhead
from foundation import paper
from foundation.languages import direction_of, language_for, speaking

if TYPE_CHECKING:
    from buildings.joining.models import JoinCode


def poster_pdf(code: "JoinCode") -> bytes:
    """One page A4, in the language of the building.

    Raises:
        PaperUnavailable: the system library is missing.
    """
    building = code.building
    language = language_for(None, building)
    base = settings.BASE_URL.rstrip("/")
    with speaking(None, building):
        html = render_to_string(
            "joining/poster.html",
            {
                "building": building,
                "head": letterhead(building),
                "code": code,
                "picture": paper.qr_code(base + reverse("joining:ask", args=[code.shown])),
                # What people type is short and carries no scheme.
                "address": (base + reverse("joining:code")).partition("://")[2],
                "language": language,
                "direction": direction_of(language),
            },
        )
    return paper.pdf(html=html, sheet="joining/poster.css", hue=building.brand_hue)
