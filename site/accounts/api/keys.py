"""The keys of a company's programs, managed by its owners. Keys cannot manage keys."""

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from accounts.authentication.bearer import Bearer, Cookie
from accounts.operations import keys as operations
from accounts.queries import keys as queries
from accounts.queries.companies import company_for
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.permissions import require
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router(auth=[Bearer(), Cookie()])

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class ApiKeyOut(Schema):
    id: UUID = Field(alias="uuid")
    company: str = Field(alias="company.slug")
    name: str
    prefix: str = Field(description="How the key begins, to recognise it by.")
    scopes: list[str]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None = Field(description="To the minute; null: not used yet.")
    revoked_at: dt.datetime | None
    is_working: bool


class NewApiKeyOut(ApiKeyOut):
    key: str = Field(description="The key itself. Nobody can show it again.")


class ApiKeyIn(Schema):
    company: str = Field(description="Slug of the company.", examples=["harbour"])
    name: str = Field(examples=["Accounting"])
    scopes: list[str] = Field(examples=[["buildings:read", "residencies:read"]])
    days: int = Field(365, description="For how many days it works; at most 730.")


class ApiKeyList(PageOf):
    items: list[ApiKeyOut]


@router.get("", response={200: ApiKeyList, **REFUSALS}, operation_id="list_api_keys")
def list_api_keys(
    request: SignedInRequest, company: str | None = None, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """The keys of the companies you own, the newest first, with those that no longer work."""
    require(request.user, "accounts.add_apikey")
    if company is None:
        return cut(queries.keys_visible_to(request.user), limit, offset)
    return cut(queries.keys_of(request.user, company_for(request.user, company)), limit, offset)


@router.post("", response={201: NewApiKeyOut, **REFUSALS}, operation_id="create_api_key")
def create_api_key(request: SignedInRequest, values: ApiKeyIn) -> Any:
    """Make a key for a program of your company. The answer is the only time it is shown."""
    key, token = operations.create_key(
        actor=request.user,
        company=company_for(request.user, values.company),
        name=values.name,
        scopes=values.scopes,
        days=values.days,
    )
    shown = ApiKeyOut.from_orm(key).dict()
    return Status(201, NewApiKeyOut.model_construct(**shown, key=token))


@router.delete("/{uuid:key_id}", response={204: None, **REFUSALS}, operation_id="revoke_api_key")
def revoke_api_key(request: SignedInRequest, key_id: UUID) -> Any:
    """Make a key worthless at once."""
    operations.revoke_key(actor=request.user, key=queries.key_with_id(request.user, key_id))
    return Status(204, None)
