"""What goes onto paper: pages laid out as PDF, and codes that a phone's camera reads."""

from http import HTTPStatus

import segno
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError


class PaperUnavailable(DomainError):
    """The library that lays out PDF files lacks a part of the system it stands on."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "paper_unavailable"
    title = _(
        "Nothing can be printed here: the system library pango is missing. Whoever runs the "
        "server installs libpango-1.0-0 and libpangoft2-1.0-0."
    )


def require_paper() -> None:
    """Ask before anything is written that only the paper would tell.

    Raises:
        PaperUnavailable: the system library is missing.
    """
    try:
        # Loads the system library, and takes a third of a second that few requests need.
        import weasyprint  # noqa: F401
    except OSError as error:
        raise PaperUnavailable from error


def pdf(*, html: str, sheet: str, hue: int) -> bytes:
    """Lay out a page of HTML with the style sheet of that template name.

    `hue` (degrees) is the brand's; the sheet takes the colour made of it as `--brand`.

    Raises:
        PaperUnavailable: the system library is missing.
    """
    require_paper()
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    source = get_template(sheet).template.source  # type: ignore[attr-defined]
    # Whatever a name contains, the page can load nothing from anywhere.
    fetcher = URLFetcher(allowed_protocols=["data"])
    # Dark enough for text and for printers without colour.
    brand = f":root {{ --brand: hsl({hue}, 55%, 27%) }}"
    styles = [CSS(string=brand + source, url_fetcher=fetcher)]
    content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=styles)
    return content


def qr_code(text: str) -> str:
    """A picture to put into the page itself; medium correction survives a fold."""
    return segno.make(text, error="m").svg_data_uri(scale=4, border=2)
