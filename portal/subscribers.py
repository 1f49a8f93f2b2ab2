"""Companies and buildings get their pages in the act that creates them."""

from typing import TYPE_CHECKING

from accounts.queries import company_by_id
from buildings.properties.queries import building_by_id
from foundation.actors import Actor
from foundation.events import subscribe_in_transaction
from portal.operations import sites

if TYPE_CHECKING:
    from foundation.models import DomainEvent


@subscribe_in_transaction("accounts.CompanyOpened")
def open_company_pages(event: "DomainEvent", actor: Actor) -> None:
    sites.open_company_pages(actor=actor, company=company_by_id(event.company_id or 0))


@subscribe_in_transaction("properties.BuildingCreated")
def open_building_site(event: "DomainEvent", actor: Actor) -> None:
    sites.open_building_site(actor=actor, building=building_by_id(event.payload["building_id"]))


@subscribe_in_transaction("properties.BuildingChanged")
def follow_building(event: "DomainEvent", actor: Actor) -> None:
    sites.follow_building(actor=actor, building=building_by_id(event.payload["building_id"]))
