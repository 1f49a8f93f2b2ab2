"""Asking to be let into a building, and what its desk answers."""

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.operations.profile import change_profile
from accounts.operations.users import lock_user
from accounts.queries.users import has_proven
from buildings.joining.models import JoinCode, JoinRequest
from buildings.residents.operations.letting_in import let_in
from buildings.residents.operations.residencies import PersonFacts
from foundation import audit, clock, queue, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import require
from foundation.validation import clean

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Apartment

#: Of one person, in all buildings together.
WAITING_AT_ONCE, ASKED_IN_A_DAY = 3, 5
#: A desk that does not answer is not buried.
WAITING_FOR_A_BUILDING = 200


@transaction.atomic
def ask_to_join(
    *,
    actor: "User",
    code: JoinCode,
    full_name: str,
    apartment: str,
    kind: str,
    phone: str = "",
    message: str = "",
) -> JoinRequest:
    """Ask the desk of the building whose code the actor holds to be let in.

    Raises:
        NotAllowed: the actor's address is not proven.
        InvalidInput: a value does not fit.
        Conflict: the actor is in already, has asked already, or asks too often; or too many wait.
    """
    if not actor.is_active or not has_proven(actor, actor.email):
        raise NotAllowed(_("Confirm your e-mail address first."))
    # Parallel requests of one person meet here, so that none slips past the limits.
    lock_user(actor)
    # The code may have been replaced since it was read.
    if not JoinCode.objects.filter(pk=code.pk, code=code.code).exists():
        raise Conflict(_("The building has a new code. Look at the poster again."))
    _refuse_too_many(actor, code)
    request = JoinRequest(
        company_id=code.company_id,
        building_id=code.building_id,
        user=actor,
        full_name=full_name.strip(),
        apartment=apartment.strip(),
        kind=kind,
        phone=phone.strip(),
        message=message.strip(),
        created_at=clock.now(),
    )
    clean(request)
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise Conflict(_("You have asked already. The managers answer by mail.")) from error
    if not actor.first_name:
        # Whoever came by the poster made an account without a name.
        first, _space, last = request.full_name.rpartition(" ")
        change_profile(actor=actor, first_name=first or last, last_name=last if first else "")
    audit.record(actor, "joining.join_requested", request)
    queue.enqueue("buildings.joining.tasks.tell_desk", request.pk)
    return request


@transaction.atomic
def withdraw_request(*, actor: "User", request: JoinRequest) -> JoinRequest:
    """Whoever asked no longer wants to.

    Raises:
        NotFound, NotAllowed: somebody else asked.
        Conflict: it was answered.
    """
    require(actor, "joining.withdraw_joinrequest", request)
    return _decide(
        actor, _locked(request), JoinRequest.State.WITHDRAWN, "joining.join_request_withdrawn"
    )


@transaction.atomic
def approve(
    *,
    actor: Actor,
    request: JoinRequest,
    apartment: "Apartment",
    kind: str,
    start_date: dt.date,
    end_date: dt.date | None = None,
    person_id: UUID | None = None,
) -> JoinRequest:
    """Let somebody in, as what the desk found to be true.

    `person_id` names the person of the book who they are; without it their proven address does, or
    they are new.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: a value does not fit, or the apartment is in another building.
        Conflict: it was answered; or the person or account is linked to somebody else.
    """
    require(actor, "joining.decide_joinrequest", request)
    request = _locked(request)
    if apartment.building_id != request.building_id:
        raise Conflict(_("The apartment is in another building."))
    let_in(
        actor=actor,
        user=request.user,
        apartment=apartment,
        facts=PersonFacts(
            full_name=request.full_name, email=request.user.email, phone=request.phone
        ),
        kind=kind,
        start_date=start_date,
        end_date=end_date,
        person_id=person_id,
    )
    _decide(actor, request, JoinRequest.State.APPROVED, "joining.join_request_approved")
    queue.enqueue("buildings.joining.tasks.tell_answer", request.pk)
    return request


@transaction.atomic
def refuse(*, actor: Actor, request: JoinRequest, reason: str = "") -> JoinRequest:
    """Say no, with a reason that the person reads.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        Conflict: it was answered.
    """
    require(actor, "joining.decide_joinrequest", request)
    request = _locked(request)
    request.reason = reason.strip()
    clean(request)
    _decide(actor, request, JoinRequest.State.REFUSED, "joining.join_request_refused")
    queue.enqueue("buildings.joining.tasks.tell_answer", request.pk)
    return request


def _refuse_too_many(actor: "User", code: JoinCode) -> None:
    if tenancy.has_role(
        actor,
        {tenancy.RESIDENT, *tenancy.STAFF_ROLES},
        company_id=code.company_id,
        building_id=code.building_id,
    ):
        raise Conflict(_("You have access to this building already."))
    own = JoinRequest.objects.filter(user=actor)
    if own.waiting().filter(building_id=code.building_id).exists():
        raise Conflict(_("You have asked already. The managers answer by mail."))
    yesterday = clock.now() - dt.timedelta(days=1)
    if own.waiting().count() >= WAITING_AT_ONCE or (
        own.filter(created_at__gte=yesterday).count() >= ASKED_IN_A_DAY
    ):
        raise Conflict(_("You have asked often. Wait for the answers, or call the managers."))
    of_building = JoinRequest.objects.waiting().filter(building_id=code.building_id)
    if of_building.count() >= WAITING_FOR_A_BUILDING:
        raise Conflict(_("Many people wait for an answer here. Call the managers, please."))


def _locked(request: JoinRequest) -> JoinRequest:
    """The row, held until the transaction ends.

    Raises:
        Conflict: it was answered or withdrawn.
    """
    locked: JoinRequest = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("building__company", "user")
        .get(pk=request.pk)
    )
    if not locked.is_waiting:
        raise Conflict(
            _("This has been answered already: %(state)s.") % {"state": locked.get_state_display()}
        )
    return locked


def _decide(actor: Actor, request: JoinRequest, state: str, action: str) -> JoinRequest:
    request.state, request.decided_at = state, clock.now()
    request.decided_by = None if is_system(actor) else actor
    request.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    audit.record(actor, action, request)
    return request
