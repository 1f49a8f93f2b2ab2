"""Long lists on pages: sorted by their headings, cut into pages, all of it kept in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import F

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy
    from django.http import QueryDict
    from django.utils.functional import Promise

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. With `sort_by` (paths of the model) its heading sorts the list."""

    key: str
    label: "str | Promise"
    sort_by: tuple[str, ...] = ()
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading as it is drawn; `direction` is ascending, descending or empty."""

    label: "str | Promise"
    url: str
    direction: str
    is_numeric: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    page: "Page[Any]"
    headings: list[Heading]
    #: The address's parameters without the page, encoded, for links to other pages and exports.
    query: str


def sort(found: "QuerySet[Any]", columns: Sequence[Column], wanted: str) -> "QuerySet[Any]":
    """Order by the column named in the address (`floor`, or `-floor`); unknown names change
    nothing. Empty values come last either way, and the list's own order settles ties."""
    column = _column(columns, wanted)
    if column is None:
        return found
    ties = found.query.order_by or found.model._meta.ordering
    return found.order_by(*(_order(path, wanted) for path in column.sort_by), *ties)


def list_page(found: "QuerySet[Any]", columns: Sequence[Column], address: "QueryDict") -> ListPage:
    """The page of a list that `address` (the parameters of a GET) asks for."""
    wanted = address.get("sort", "")
    page = Paginator(sort(found, columns, wanted), PAGE_SIZE).get_page(address.get("page"))
    return ListPage(
        page=page,
        headings=[_heading(column, wanted, address) for column in columns],
        query=_without(address, "page"),
    )


def _column(columns: Sequence[Column], wanted: str) -> Column | None:
    key = wanted.removeprefix("-")
    return next((column for column in columns if column.sort_by and column.key == key), None)


def _order(path: str, wanted: str) -> "OrderBy":
    if wanted.startswith("-"):
        return F(path).desc(nulls_last=True)
    return F(path).asc(nulls_last=True)


def _heading(column: Column, wanted: str, address: "QueryDict") -> Heading:
    if not column.sort_by:
        return Heading(column.label, "", "", column.is_numeric)
    is_current = wanted.removeprefix("-") == column.key
    is_descending = is_current and wanted.startswith("-")
    target = f"-{column.key}" if is_current and not is_descending else column.key
    rest = _without(address, "page", "sort")
    return Heading(
        label=column.label,
        url=f"?{rest}{'&' if rest else ''}sort={target}",
        direction="" if not is_current else "descending" if is_descending else "ascending",
        is_numeric=column.is_numeric,
    )


def _without(address: "QueryDict", *names: str) -> str:
    kept = address.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
