"""What requests to join tell about a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from buildings.joining.models import JoinRequest
from buildings.joining.operations.erasure import forget_requests_of
from buildings.joining.queries.requests import requests_of
from foundation import personal_data

if TYPE_CHECKING:
    from accounts.models import User


def export(user: "User") -> dict[str, Any]:
    return {
        "join_requests": [
            {
                "building": request.building.name,
                "name": request.full_name,
                "apartment": request.apartment,
                "kind": request.kind,
                "phone": request.phone,
                "message": request.message,
                "state": request.state,
                "asked_at": request.created_at,
                "answered_at": request.decided_at,
                "reason": request.reason,
            }
            for request in requests_of(user)
        ]
    }


def erase(user: "User") -> "Iterable[JoinRequest]":
    return forget_requests_of(user=user)


personal_data.register(personal_data.Part("joining", export=export, erase=erase))
