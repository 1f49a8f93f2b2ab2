"""Companies and buildings get their pages in the act that creates them; the worker
tells of reviews and carries pages for all buildings to the buildings."""

from typing import TYPE_CHECKING

from accounts.queries.companies import company_by_id
from buildings.properties.queries import building_by_id
from foundation.actors import Actor, SystemActor
from foundation.events import subscribe, subscribe_in_transaction
from portal.operations import approvals, masters, sites

if TYPE_CHECKING:
    from foundation.models import DomainEvent

MASTERS = SystemActor("pages for all buildings")


@subscribe_in_transaction("accounts.CompanyOpened")
def open_company_pages(event: "DomainEvent", actor: Actor) -> None:
    sites.open_company_pages(actor=actor, company=company_by_id(event.company_id or 0))


@subscribe_in_transaction("properties.BuildingCreated")
def open_building_site(event: "DomainEvent", actor: Actor) -> None:
    sites.open_building_site(actor=actor, building=building_by_id(event.payload["building_id"]))


@subscribe_in_transaction("properties.BuildingChanged")
def follow_building(event: "DomainEvent", actor: Actor) -> None:
    sites.follow_building(actor=actor, building=building_by_id(event.payload["building_id"]))


@subscribe("portal.PageSubmitted")
def ask_for_review(event: "DomainEvent") -> None:
    approvals.ask_approvers(
        actor=SystemActor("workflow"), task_state_id=event.payload["task_state_id"]
    )


@subscribe("portal.PageReviewed")
def tell_of_review(event: "DomainEvent") -> None:
    approvals.tell_submitter(
        actor=SystemActor("workflow"),
        task_state_id=event.payload["task_state_id"],
        is_approved=event.payload["is_approved"],
    )


@subscribe("portal.MasterPublished")
def send_out_master(event: "DomainEvent") -> None:
    masters.spread_master(actor=MASTERS, master_id=event.payload["master_id"])


@subscribe("portal.MasterWithdrawn")
def take_back_master(event: "DomainEvent") -> None:
    masters.take_away(actor=MASTERS, page_ids=event.payload["page_ids"])


@subscribe("properties.BuildingCreated")
def give_new_building_its_masters(event: "DomainEvent") -> None:
    masters.give_all_masters(
        actor=MASTERS,
        company_id=event.company_id or 0,
        building_id=event.payload["building_id"],
    )
