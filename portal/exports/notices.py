"""An announcement on paper, for the doors behind which nobody has read it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from buildings.properties.exports import letterhead
from foundation import paper
from foundation.languages import direction_of, language_for, speaking
from portal.queries.differences import block_text
from portal.queries.languages import in_language

if TYPE_CHECKING:
    from portal.queries.receipts import Report


def door_notices_pdf(report: "Report") -> bytes:
    """A page for each apartment of `report.unread`, in the language of the building.

    Raises:
        PaperUnavailable: the system library is missing.
    """
    building = report.building
    language = language_for(None, building)
    page = in_language([report.page], building, language)[0]
    base = settings.BASE_URL.rstrip("/")
    # The page asks who opens it; whoever finds the paper learns nothing from the code.
    name = "confirm" if page.must_be_acknowledged else "open"
    address = base + reverse(f"{name}-announcement", args=[report.page.translation_key])
    # Parts for some residents only stay behind the sign-in: a paper goes through many hands.
    shown = [child for child in page.body if child.block_type != "audience"]
    with speaking(None, building):
        html = render_to_string(
            "portal/door_notices.html",
            {
                "building": building,
                "head": letterhead(building),
                "announcement": page,
                "paragraphs": [block_text(child).splitlines() for child in shown],
                "has_more": len(shown) < len(page.body),
                "apartments": report.unread,
                "picture": paper.qr_code(address),
                "language": language,
                "direction": direction_of(language),
            },
        )
    return paper.pdf(html=html, sheet="portal/door_notices.css", hue=building.brand_hue)
