"""The type of a request whose sender is known."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is a person, so it can be an actor."""

    user: "User"
