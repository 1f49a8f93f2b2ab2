"""Menus: each app declares its entries in its `navigation` module; the shell draws them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import Promise

    from accounts.models import User

DESK = "desk"
MY = "my"
CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry of an area, shown to people for whom `is_shown` answers yes.

    `namespaces` are the apps (by their `app_name` in `urls`) whose pages lie behind the entry
    wherever their address is: it is marked as current on all of them.
    """

    area: str
    label: "str | Promise"
    url_name: str
    icon: str
    order: int
    is_shown: "Callable[[User | AnonymousUser], bool]"
    in_tab_bar: bool = False
    namespaces: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: dict[tuple[str, str], Entry] = {}


def add(entry: Entry) -> None:
    _entries[entry.area, entry.url_name] = entry


def entries(area: str, user: "User | AnonymousUser") -> Iterable[Entry]:
    """The entries of `area` that `user` gets to see, in order."""
    found = [e for (where, _), e in _entries.items() if where == area and e.is_shown(user)]
    return sorted(found, key=lambda entry: (entry.order, str(entry.label)))
