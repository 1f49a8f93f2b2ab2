"""A page with parts for everybody, for owners, for the tenants of 4B and for floor 1."""

from typing import Any

from portal.models import InfoPage
from portal.operations.pages import publish_page

OWNERS, TENANTS = "Owners pay for the new pump.", "Tenants keep the bill."
FLOOR_ONE, ALL = "Floor one has no water.", "The pump is new."
ADDRESS = "/harbour/willow-court/pump/"


def part(text: str, **only_for: Any) -> tuple[str, dict[str, Any]]:
    return ("audience", {"only_for": only_for, "content": [("text", f"<p>{text}</p>")]})


def publish(world: Any) -> InfoPage:
    """Put the page on Willow Court's site, as its manager. The fixture `pump` does it."""
    page = InfoPage(
        title="Pump",
        slug="pump",
        summary="A pump",
        body=[
            ("text", f"<p>{ALL}</p>"),
            part(OWNERS, kinds=["owner"]),
            part(TENANTS, kinds=["tenant"], apartments="4b"),
            part(FLOOR_ONE, floors="1"),
        ],
    )
    return publish_page(actor=world.boris, parent=world.homes["willow"], page=page)
