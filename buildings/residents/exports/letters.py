"""Invitations on paper: a letter with a QR code for each person who has no e-mail address."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from foundation.errors import DomainError
from foundation.languages import direction_of, language_for, speaking

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from buildings.residents.models import Invitation


class LettersUnavailable(DomainError):
    """The library that lays out PDF files lacks a part of the system it stands on."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "letters_unavailable"
    title = gettext_lazy(
        "Letters cannot be printed here: the system library pango is missing. Whoever runs the "
        "server installs libpango-1.0-0 and libpangoft2-1.0-0."
    )


def require_letters() -> None:
    """Ask before an invitation is written, so that none is lost to a letter that never was.

    Raises:
        LettersUnavailable: the system library is missing.
    """
    try:
        # Loads the system library, and takes a third of a second that few requests need.
        import weasyprint  # noqa: F401
    except OSError as error:
        raise LettersUnavailable from error


def letters_pdf(building: "Building", invitations: "Sequence[Invitation]") -> bytes:
    """One PDF with a page per invitation, in the language of the building."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    language = language_for(None, building)
    with speaking(None, building):
        html = render_to_string(
            "residents/letter.html",
            {
                "building": building,
                "language": language,
                "direction": direction_of(language),
                "letters": [
                    {
                        "invitation": item,
                        "link": (link := _link(item)),
                        # Drawn as a picture in the page itself; medium correction survives a fold.
                        "code": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
                    }
                    for item in invitations
                ],
            },
        )
    sheet = get_template("residents/letter.css").template.source  # type: ignore[attr-defined]
    # Whatever a name contains, the page can load nothing from anywhere.
    fetcher = URLFetcher(allowed_protocols=["data"])
    styles = [CSS(string=sheet, url_fetcher=fetcher)]
    pdf: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=styles)
    return pdf


def _link(invitation: "Invitation") -> str:
    path = reverse("residents:invitation", args=[invitation.token])
    return f"{settings.BASE_URL.rstrip('/')}{path}"
