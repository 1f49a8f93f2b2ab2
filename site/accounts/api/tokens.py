"""What one's own token or key is worth, and signing out everywhere."""

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from accounts.authentication.bearer import Bearer, Cookie
from accounts.authentication.introspection import describe_token
from accounts.authentication.keys import ApiKey, key_behind
from accounts.operations.sessions import sign_out_everywhere
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 422: Problem}


class TokenIn(Schema):
    token: str = Field(description="An access token, a refresh token or an API key.")


class TokenOut(Schema):
    active: bool = Field(description="False also for tokens of others: about them nothing is told.")
    kind: Literal["access", "refresh", "api_key"] | None = None
    expires_at: dt.datetime | None = None
    scopes: list[str] | None = Field(None, description="Of a key; a person's token has none.")
    subject: str | None = Field(None, description="The id of the account that acts.")
    company: str | None = Field(None, description="Of a key: the slug of its company.")


class SignedOutOut(Schema):
    sessions: int = Field(description="How many places you were signed in at.")


@router.post(
    "/token/introspect",
    response={200: TokenOut, **REFUSALS},
    operation_id="introspect_token",
    auth=[Bearer(), ApiKey(is_scoped=False), Cookie()],
)
def introspect_token(request: SignedInRequest, values: TokenIn) -> Any:
    """Whether one of your own tokens still works, until when, and for what."""
    return describe_token(request.user, values.token, key_behind(request))


@router.post(
    "/logout-all",
    response={200: SignedOutOut, **REFUSALS},
    operation_id="sign_out_everywhere",
    auth=[Bearer(), Cookie()],
)
def logout_all(request: HttpRequest) -> Any:
    """End every session of yours, this one as well, and with them all access and refresh tokens."""
    user: Any = request.user
    return Status(200, {"sessions": sign_out_everywhere(actor=user, user=user)})
