"""A page of which owners, tenants and single floors read different parts."""

from typing import TYPE_CHECKING, Any

from django.apps import apps

from buildings.properties.queries import floors_of
from portal.operations.pages import publish_page

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.models import BuildingHomePage


def write_parts(building: "Building", author: Any, home: "BuildingHomePage") -> None:
    """Reading the meters: one notice instead of four letters."""
    top = floors_of(building)[-1]
    publish_page(
        actor=author,
        parent=home,
        page=apps.get_model("portal", "InfoPage")(
            title="Reading the meters",
            slug="reading-the-meters",
            icon="thermometer",
            summary="When heat and water meters are read, and what it means for your home.",
            body=[
                (
                    "text",
                    "<p>The meters for heat and water are read every year in the second week of "
                    "January, between 8:00 and 17:00. Please keep the radiators free.</p>",
                ),
                _part(
                    ("heading", "If you own your home"),
                    (
                        "text",
                        "<p>The yearly statement goes to you in March. If your home is let, you "
                        "pass on your tenants’ share.</p>",
                    ),
                    kinds=["owner"],
                ),
                _part(
                    ("heading", "If you rent your home"),
                    (
                        "text",
                        "<p>Somebody has to be in, or leave a key at the front desk. You may read "
                        "along: the figures are written down twice, one copy is yours.</p>",
                    ),
                    kinds=["tenant", "occupant"],
                ),
                _part(
                    (
                        "callout",
                        {
                            "tone": "warn",
                            "title": "On the top floor",
                            "text": "<p>The pipes under the roof are checked as well. Please clear "
                            "the hatch in the hall.</p>",
                        },
                    ),
                    floors=str(top),
                ),
            ],
        ),
    )


def _part(*content: tuple[str, Any], **only_for: Any) -> tuple[str, dict[str, Any]]:
    return ("audience", {"only_for": only_for, "content": list(content)})
