"""Bringing back what was: earlier versions, and pages put away. See docs/decisions/0014."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from foundation import audit, clock
from foundation.actors import Actor
from foundation.errors import Conflict, NotAllowed
from portal.models import ArchivedPage
from portal.queries.access import building_home_of, company_page_of
from portal.queries.references import strangers_in
from portal.queries.signups import CALL_OFF_FIRST, has_people

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def bring_back_version(
    *, actor: "User", page: Page, revision: Revision, publish: bool = False
) -> Revision:
    """Make an earlier version the newest: as a draft, or at once for those who publish.

    Raises:
        NotAllowed: the actor may not edit, or not publish, the page.
        Conflict: the page is locked or under review, or the version uses what readers of the page
            could not open today.
    """
    page = page.specific
    permissions = page.permissions_for_user(actor)
    if not permissions.can_edit() or (publish and not permissions.can_publish()):
        raise NotAllowed(_("Bringing this back is for the building's managers."))
    if permissions.page_locked():
        raise Conflict(_("The page is locked or waits for approval."))
    old: Any = revision.as_object()
    strangers = sorted(set(strangers_in(old, page)))
    if strangers:
        raise Conflict(
            _("That version uses what readers of the page could not open: %(titles)s.")
            % {"titles": ", ".join(strangers)}
        )
    new: Revision = old.save_revision(
        user=actor, previous_revision=revision, log_action="wagtail.revert"
    )
    if publish:
        new.publish(user=actor, previous_revision=revision)
    return new


@transaction.atomic
def archive_page(*, actor: "User", page: Page) -> ArchivedPage:
    """Put a page away with everything below it: nobody reads it, editors find it in the archive.

    Raises:
        NotAllowed: the actor may not unpublish it, or it is one of the fixed pages.
        Conflict: somebody has locked it, or a page below it; or people have signed up for an event
            that is not called off.
    """
    page = page.specific
    if not may_archive(actor, page):
        raise NotAllowed(_("Putting this page away is not possible for you."))
    home, company_page = building_home_of(page), company_page_of(page)
    if company_page is None:
        raise NotAllowed
    if has_people(page):
        raise Conflict(str(CALL_OFF_FIRST))
    for item in page.get_descendants(inclusive=True).live().specific():
        if not item.permissions_for_user(actor).can_unpublish():
            raise Conflict(_("“%(title)s” is locked.") % {"title": item.get_admin_display_title()})
        item.unpublish(user=actor)
    archived, is_new = ArchivedPage.objects.get_or_create(
        page_id=page.pk,
        defaults={
            "company_id": company_page.company_id,
            "building_id": home.building_id if home is not None else None,
            "archived_at": clock.now(),
            "archived_by": actor,
        },
    )
    if is_new:
        audit.record(actor, "portal.page_archived", archived)
    return archived


def may_archive(actor: "User", page: Page) -> bool:
    """Whoever publishes here, any page that may be moved: the fixed ones stay where they are."""
    permissions = page.permissions_for_user(actor)
    return bool(permissions.can_publish() and permissions.can_move())


@transaction.atomic
def unarchive_page(*, actor: "User", archived: ArchivedPage) -> Page:
    """Take a page out of the archive, as a draft in its old place.

    Raises:
        NotAllowed: the actor may not publish there.
    """
    page: Page = archived.page.specific
    if not page.permissions_for_user(actor).can_publish():
        raise NotAllowed(_("Bringing this back is for the building's managers."))
    audit.record(actor, "portal.page_unarchived", archived)
    archived.delete()
    return page


@transaction.atomic
def leave_archive(*, actor: Actor, page: Page) -> None:
    """A page that is published is in no archive. Part of Wagtail's publishing, which has asked for
    permission."""
    for archived in ArchivedPage.objects.filter(page_id=page.pk):
        audit.record(actor, "portal.page_unarchived", archived)
        archived.delete()
