"""Pages for all buildings on their way into each building: ids in, safe to run twice."""

from foundation.actors import SystemActor
from portal.operations import masters


def give_master(master_id: int, building_id: int) -> None:
    masters.give_master(
        actor=SystemActor("pages for all buildings"),
        master_id=master_id,
        building_id=building_id,
    )
