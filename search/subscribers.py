"""A building's pages are made and renamed by operations, without any of the CMS's signals."""

from typing import TYPE_CHECKING

from buildings.properties.queries import building_by_id
from foundation.events import subscribe, subscribe_in_transaction
from portal.queries.places import building_site
from search.operations.indexing import forget_outside_library, index_page, index_tree

if TYPE_CHECKING:
    from foundation.actors import Actor
    from foundation.models import DomainEvent


@subscribe("properties.BuildingCreated")
def index_first_pages(event: "DomainEvent") -> None:
    home = building_site(building_by_id(event.payload["building_id"]))
    index_tree(path=home.path)


@subscribe("properties.BuildingChanged")
def follow_new_name(event: "DomainEvent") -> None:
    """The home page bears the building's name; addresses are never stored."""
    home = building_site(building_by_id(event.payload["building_id"]))
    index_page(page_id=home.pk)


@subscribe_in_transaction("portal.FilesEnteredLibrary")
def forget_elsewhere(event: "DomainEvent", actor: "Actor") -> None:
    """What other pages linked to as well, readers can no longer open there."""
    forget_outside_library(document_ids=event.payload["document_ids"])
