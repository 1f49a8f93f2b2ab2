"""Which building a code leads to."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from buildings.joining.models import JoinCode
from buildings.joining.models.codes import normalised
from foundation.errors import NotFound

if TYPE_CHECKING:
    from buildings.properties.models import Building


def code_typed(typed: str) -> JoinCode:
    """The code that somebody typed or scanned, with its building and company.

    Raises:
        NotFound: no building has it, or no longer.
    """
    code = normalised(typed)
    codes = JoinCode.objects.select_related("building__company")
    found: JoinCode | None = codes.filter(code=code).first()
    if not code or found is None:
        raise NotFound(
            _("No building has this code. Look at the poster again: it may have a new one.")
        )
    return found


def code_of(building: "Building") -> JoinCode | None:
    """The code of a building that was itself fetched for its desk."""
    found: JoinCode | None = JoinCode.objects.filter(building=building).first()
    return found
