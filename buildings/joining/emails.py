"""The messages about requests to join."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from buildings.properties.queries import managers_of
from foundation import mail
from foundation.languages import language_for, speaking

if TYPE_CHECKING:
    from buildings.joining.models import JoinRequest


def send_to_desk(request: "JoinRequest") -> None:
    """Somebody asks; to everybody who manages the building, each in their language."""
    link = _address(reverse("joining:request-detail", args=[request.uuid]))
    for manager in managers_of(request.building):
        with speaking(manager, request.building):
            mail.send(
                to=manager.email,
                message="joining/asked",
                language=language_for(manager, request.building),
                context={
                    "name": request.full_name,
                    "apartment": request.apartment,
                    "building": request.building.name,
                    "link": link,
                },
            )


def send_answer(request: "JoinRequest") -> None:
    """What the desk decided, to whoever asked."""
    building = request.building
    let_in = request.state == request.State.APPROVED
    path = f"/{building.company.slug}/{building.slug}/" if let_in else reverse("joining:code")
    with speaking(request.user, building):
        mail.send(
            to=request.user.email,
            message="joining/approved" if let_in else "joining/refused",
            language=language_for(request.user, building),
            context={
                "name": request.full_name,
                "building": building.name,
                "company": building.company.name,
                "reason": request.reason,
                "link": _address(path),
            },
        )


def _address(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
