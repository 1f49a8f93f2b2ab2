"""The logs for programs."""

import datetime as dt
from typing import Any

from ninja import Router, Schema

from accounts.queries.companies import company_for
from foundation import seals
from foundation.history import (
    entries_about_account,
    entries_of_company,
    entries_visible_to,
    narrow,
    said_of,
)
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.permissions import require
from foundation.problems import Problem
from foundation.requests import SignedInRequest

log = Router()
me = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class EntryOut(Schema):
    """Who did what to which object. `changes` holds the values before and after, by field."""

    at: dt.datetime
    who: str
    on_behalf_of: str | None
    action: str
    what: str
    object_type: str
    about: str
    changes: dict[str, list[Any]]
    address: str | None
    request_id: str
    is_sealed: bool

    @staticmethod
    def resolve_at(entry: Any) -> dt.datetime:
        at: dt.datetime = entry.occurred_at
        return at

    @staticmethod
    def resolve_who(entry: Any) -> str:
        who: str = entry.actor.display_name if entry.actor else entry.system_actor
        return who

    @staticmethod
    def resolve_on_behalf_of(entry: Any) -> str | None:
        return entry.on_behalf_of.display_name if entry.on_behalf_of else None

    @staticmethod
    def resolve_what(entry: Any) -> str:
        return said_of(entry.action)

    @staticmethod
    def resolve_about(entry: Any) -> str:
        about: str = entry.object_label
        return about

    @staticmethod
    def resolve_address(entry: Any) -> str | None:
        address: str | None = entry.ip_address
        return address

    @staticmethod
    def resolve_is_sealed(entry: Any) -> bool:
        return entry.sequence is not None


class EntryList(PageOf):
    items: list[EntryOut]


class BreakOut(Schema):
    """Where the log is not what was sealed."""

    sequence: int
    what: str


class VerdictOut(Schema):
    """Whether the log is what was sealed, and the first hundred places where it is not."""

    is_whole: bool
    breaks: list[BreakOut]


@log.get("", response={200: EntryList, **REFUSALS}, operation_id="list_audit")
def list_audit(
    request: SignedInRequest,
    company: str | None = None,
    who: str = "",
    what: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """The log of a company, for its owners; without one, the platform's, for super users."""
    if company is None:
        require(request.user, "accounts.view_platform_log")
        entries = entries_visible_to(request.user)
    else:
        found = company_for(request.user, company)
        require(request.user, "accounts.view_log", found)
        entries = entries_of_company(found.pk)
    return cut(narrow(entries, who=who, what=what, since=since, until=until), limit, offset)


@log.get("/verify", response={200: VerdictOut, **REFUSALS}, operation_id="verify_audit")
def verify_audit(request: SignedInRequest) -> Any:
    """Compare the whole log with its seals. Reads all of it: once a day is often."""
    require(request.user, "accounts.view_platform_log")
    breaks = [found for found, _number in zip(seals.verify(), range(100), strict=False)]
    return {"is_whole": not breaks, "breaks": breaks}


@me.get("/security-events", response={200: EntryList, **REFUSALS}, operation_id="list_my_events")
def list_my_events(request: SignedInRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    """What happened to your own account: sign-ins, new passwords, second factors."""
    return cut(entries_about_account(request.user), limit, offset)
