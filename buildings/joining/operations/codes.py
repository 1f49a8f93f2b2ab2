"""The code in the hall: given out, replaced, taken down."""

from typing import TYPE_CHECKING

from django.db import transaction

from buildings.joining.models import JoinCode
from buildings.joining.models.codes import fresh_code
from foundation import audit, clock
from foundation.actors import Actor, is_system
from foundation.permissions import require

if TYPE_CHECKING:
    from buildings.properties.models import Building


@transaction.atomic
def issue_code(*, actor: Actor, building: "Building") -> JoinCode:
    """A new code; posters with the older one lead nowhere from now on.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "joining.change_joincode", building)
    code, _is_new = JoinCode.objects.update_or_create(
        building=building,
        defaults={
            "company_id": building.company_id,
            "code": fresh_code(),
            "issued_at": clock.now(),
            "issued_by": None if is_system(actor) else actor,
        },
    )
    audit.record(actor, "joining.join_code_issued", code)
    return code


@transaction.atomic
def withdraw_code(*, actor: Actor, building: "Building") -> None:
    """Nobody can ask any more; requests that wait stay.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "joining.change_joincode", building)
    for code in JoinCode.objects.select_for_update().filter(building=building):
        audit.record(actor, "joining.join_code_withdrawn", code)
        code.delete()
