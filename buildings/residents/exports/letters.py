"""Invitations on paper: a letter with a QR code for each person who has no e-mail address."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from buildings.properties.exports import letterhead
from foundation import paper
from foundation.languages import direction_of, language_for, speaking

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from buildings.residents.models import Invitation


def letters_pdf(building: "Building", invitations: "Sequence[Invitation]") -> bytes:
    """One PDF with a page per invitation, in the language of the building.

    Raises:
        PaperUnavailable: the system library is missing.
    """
    language = language_for(None, building)
    with speaking(None, building):
        html = render_to_string(
            "residents/letter.html",
            {
                "building": building,
                "head": letterhead(building),
                "language": language,
                "direction": direction_of(language),
                "letters": [
                    {
                        "invitation": item,
                        "link": (link := _link(item)),
                        "code": paper.qr_code(link),
                    }
                    for item in invitations
                ],
            },
        )
    return paper.pdf(html=html, sheet="residents/letter.css", hue=building.brand_hue)


def _link(invitation: "Invitation") -> str:
    path = reverse("residents:invitation", args=[invitation.token])
    return f"{settings.BASE_URL.rstrip('/')}{path}"
