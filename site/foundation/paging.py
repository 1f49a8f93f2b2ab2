"""The shape of every list the API answers: `{items, count}`, cut by `limit` and `offset`."""

from typing import Annotated, Any

from ninja import Query, Schema

Limit = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="How many items to skip.")]


class PageOf(Schema):
    """Base of list answers; `count` is the number of all matching items."""

    count: int


def cut(queryset: Any, limit: int, offset: int) -> dict[str, Any]:
    return {"items": list(queryset[offset : offset + limit]), "count": queryset.count()}
