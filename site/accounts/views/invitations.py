"""What the pages of all kinds of invitations share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.queries.invitations import InvitationOver
from foundation.errors import Conflict, NotFound


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say on a page of its own why an invitation leads nowhere."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except (NotFound, InvitationOver, Conflict) as error:
            return render(
                request, "accounts/invitation_over.html", {"error": error}, status=error.status
            )

    return answer
