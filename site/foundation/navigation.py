"""Menus: each app declares its entries in its `navigation` module; the shell draws them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

DESK = "desk"
MY = "my"
CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry of an area, shown to people for whom `is_shown` answers yes."""

    area: str
    label: str
    url_name: str
    icon: str
    order: int
    is_shown: "Callable[[User | AnonymousUser], bool]"
    in_tab_bar: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: dict[tuple[str, str], Entry] = {}


def add(entry: Entry) -> None:
    _entries[entry.area, entry.url_name] = entry


def entries(area: str, user: "User | AnonymousUser") -> Iterable[Entry]:
    """The entries of `area` that `user` gets to see, in order."""
    found = [e for (where, _), e in _entries.items() if where == area and e.is_shown(user)]
    return sorted(found, key=lambda entry: (entry.order, entry.label))
