"""What changes in a house changes who of its residents is meant, and since when; the worker tells
managers of residents whom mail no longer reaches."""

from typing import TYPE_CHECKING

from buildings.residents.operations.bounces import tell_of_bounce
from buildings.residents.operations.residencies import renew_access_in
from foundation.actors import Actor, SystemActor
from foundation.events import subscribe, subscribe_in_transaction

if TYPE_CHECKING:
    from foundation.models import DomainEvent


@subscribe_in_transaction("properties.ApartmentsChanged")
def renew_access_of_apartments(event: "DomainEvent", actor: Actor) -> None:
    renew_access_in(
        building_id=event.payload["building_id"], apartment_ids=event.payload["apartment_ids"]
    )


@subscribe_in_transaction("properties.BuildingChanged")
def renew_access_of_building(event: "DomainEvent", actor: Actor) -> None:
    """Another time zone moves the hour at which residencies begin and end."""
    if "time_zone" in event.payload["fields"]:
        renew_access_in(building_id=event.payload["building_id"])


@subscribe("notifications.AddressBounced")
def tell_managers_of_bounce(event: "DomainEvent") -> None:
    tell_of_bounce(
        actor=SystemActor("mail"), user_id=event.payload["user_id"], source_id=event.uuid.hex
    )
