"""Removing accounts: the platform's own people do it, and no history goes with them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from accounts.operations.users import remove_user
from foundation.errors import Conflict
from foundation.requests import SignedInRequest


@hooks.register("before_delete_user")
def remove_one(request: SignedInRequest, user: Any) -> HttpResponse | None:
    """Wagtail would delete the row; our operation decides what happens to it."""
    if request.method != "POST":
        return None
    _remove(request, [user])
    return redirect("wagtailusers_users:index")


@hooks.register("before_bulk_action")
def remove_several(
    request: SignedInRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete" or action.model._meta.label != "accounts.User":
        return None
    _remove(request, objects)
    return redirect("wagtailusers_users:index")


def _remove(request: SignedInRequest, users: list[Any]) -> None:
    for user in users:
        name = user.display_name
        try:
            is_gone = remove_user(actor=request.user, user=user)
        except Conflict as error:
            messages.error(request, error.message)
            continue
        if is_gone:
            messages.success(request, _("The account of %(name)s was deleted.") % {"name": name})
        else:
            messages.warning(
                request,
                _(
                    "The history of a company tells of %(name)s, and it stays. The account was "
                    "switched off instead of deleted."
                )
                % {"name": name},
            )
