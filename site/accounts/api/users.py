"""Accounts of others, as far as somebody is answerable for them."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from accounts.operations.guards import unlock_account
from accounts.queries.users import user_to_unlock
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem}


class UnlockOut(Schema):
    """Whether the account was locked; it is not any more."""

    was_locked: bool


@router.post(
    "/{uuid:user_id}/unlock", response={200: UnlockOut, **REFUSALS}, operation_id="unlock_user"
)
def unlock_user(request: SignedInRequest, user_id: UUID) -> Any:
    """Let somebody who is locked out after wrong passwords try again at once.

    For super users, and for owners about the people who work for their company.
    """
    user = user_to_unlock(request.user, user_id)
    return {"was_locked": unlock_account(actor=request.user, user=user)}
