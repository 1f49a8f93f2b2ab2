"""Writing pages from code: the demo and tests use it; people use the CMS."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from foundation.errors import NotAllowed
from portal.models import BuildingHomePage

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def publish_page(*, actor: "User", parent: Page, page: Page) -> Page:
    """Add `page` below `parent` and publish it, with a revision and Wagtail's own log.

    Raises:
        NotAllowed: the actor may not publish there.
    """
    if not parent.permissions_for_user(actor).can_publish_subpage():
        raise NotAllowed(_("Publishing here is for the building's managers."))
    page.owner = actor
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=actor, log_action=True).publish(user=actor)
    return page


@transaction.atomic
def draft_page(*, actor: "User", parent: Page, page: Page) -> Page:
    """Add `page` below `parent` as a draft.

    Raises:
        NotAllowed: the actor may not write there.
    """
    if not parent.permissions_for_user(actor).can_add_subpage():
        raise NotAllowed(_("Writing here is for the building's staff."))
    page.owner = actor
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(user=actor, log_action=True)
    return page


@transaction.atomic
def change_building_home(
    *, actor: "User", home: BuildingHomePage, values: Mapping[str, Any]
) -> BuildingHomePage:
    """Change texts and picture of a building's home page, as a published revision.

    Raises:
        NotAllowed: the actor may not publish there.
    """
    if not home.permissions_for_user(actor).can_publish():
        raise NotAllowed(_("Publishing here is for the building's managers."))
    for name in ("welcome", "hero_image", "body"):
        if name in values:
            setattr(home, name, values[name])
    home.save_revision(user=actor, log_action=True).publish(user=actor)
    return home
