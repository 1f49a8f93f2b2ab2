"""The menu of a building: the pages its editors marked for it."""

from typing import TYPE_CHECKING

from portal.queries.sections import Card, children_of, plain_cards_of, plain_meant_for

if TYPE_CHECKING:
    from portal.audiences import Reader, WatchedReader
    from portal.models import BuildingHomePage


def menu_of(reader: "Reader | WatchedReader", home: "BuildingHomePage") -> list[Card]:
    """The live pages right below `home` that are marked for the menu and meant for `reader`.

    Titles are in the active language.
    """
    marked = [page for page in children_of(home) if page.show_in_menus]
    return plain_cards_of(plain_meant_for(marked, reader), home)
