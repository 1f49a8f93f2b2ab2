"""Staff memberships: who works for a company, and who may therefore enter the CMS."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import StaffAdded, StaffEnded
from accounts.models import Company, StaffMembership, User
from foundation import audit, clock, events, tenancy
from foundation.actors import Actor
from foundation.errors import Conflict
from foundation.permissions import require
from foundation.validation import clean

#: Holds nothing but the right to enter /cms/; what is visible there follows from grants.
CMS_GROUP = "May enter the CMS"


@transaction.atomic
def add_staff(
    *, actor: Actor, company: Company, user: User, role: str, covers_all_buildings: bool
) -> StaffMembership:
    """Give `user` a job in `company`.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        Conflict: the person already works there.
    """
    require(actor, "accounts.add_staffmembership", company)
    # The lock makes two parallel calls meet here instead of at the constraint.
    User.objects.select_for_update().get(pk=user.pk)
    if StaffMembership.objects.current().filter(company=company, user=user).exists():
        raise Conflict(
            _("%(person)s already works for %(company)s.")
            % {"person": user.display_name, "company": company}
        )
    membership = StaffMembership(
        company=company,
        user=user,
        role=role,
        covers_all_buildings=covers_all_buildings or role == tenancy.OWNER,
        started_at=clock.now(),
    )
    clean(membership)
    membership.save()
    _sync_cms_access(user)
    audit.record(actor, "accounts.staff_added", membership, {"role": (None, role)})
    events.publish(
        StaffAdded(company_id=company.pk, membership_id=membership.pk, user_id=user.pk, role=role),
        actor=actor,
    )
    return membership


@transaction.atomic
def end_staff(*, actor: Actor, membership: StaffMembership) -> None:
    """End a job; the history stays.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        Conflict: it has ended already, or it is the last owner's.
    """
    require(actor, "accounts.end_staffmembership", membership)
    # Locking the company serialises two owners who end each other at the same time.
    Company.objects.select_for_update().get(pk=membership.company_id)
    membership = StaffMembership.objects.select_for_update().get(pk=membership.pk)
    if membership.ended_at is not None:
        raise Conflict(_("This membership has already ended."))
    owners = StaffMembership.objects.current().filter(
        company_id=membership.company_id, role=tenancy.OWNER
    )
    if membership.role == tenancy.OWNER and owners.count() == 1:
        raise Conflict(_("The last owner cannot leave; name another owner first."))
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    _sync_cms_access(membership.user)
    audit.record(actor, "accounts.staff_ended", membership)
    events.publish(
        StaffEnded(
            company_id=membership.company_id,
            membership_id=membership.pk,
            user_id=membership.user_id,
        ),
        actor=actor,
    )


def _sync_cms_access(user: User) -> None:
    """Membership of the one CMS group follows from holding an editing role anywhere."""
    group = Group.objects.get(name=CMS_GROUP)
    is_editor = (
        StaffMembership.objects.current().filter(user=user, role__in=tenancy.EDITOR_ROLES).exists()
    )
    if is_editor:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    tenancy.forget_grants(user)
