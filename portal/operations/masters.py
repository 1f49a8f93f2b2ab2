"""Pages for all buildings: versions, giving them to buildings, adopting, doing without.

See docs/decisions/0016 for what may reach a building by itself.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from foundation import audit, clock, events, queue
from foundation.actors import Actor, is_system
from foundation.errors import Conflict
from foundation.permissions import require
from portal.events import MasterAdopted, MasterPublished, MasterWithdrawn
from portal.models import (
    BuildingHomePage,
    InheritedPage,
    MasterPage,
    MasterVersion,
)
from portal.models.masters import Updates
from portal.queries.access import company_page_of
from portal.queries.masters import (
    building_ids_of_company,
    latest_version,
    master_by_id,
    masters_of,
)

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def keep_version(*, actor: Actor, master: MasterPage) -> MasterVersion | None:
    """Remember what a page says now that it is live, and send it out by the worker. Part of
    Wagtail's publishing, which has asked for permission; publishing the same again sends nothing
    new, but brings back copies that were withdrawn."""
    company_page = company_page_of(master)
    if company_page is None or not master.live:
        return None
    master = MasterPage.objects.select_for_update().get(pk=master.pk)
    said = {
        "title": master.title,
        "kind": master.kind,
        "summary": master.summary,
        "body": list(master.body.raw_data),
    }
    version = latest_version(master)
    if version is None or any(getattr(version, name) != value for name, value in said.items()):
        version = MasterVersion.objects.create(
            company_id=company_page.company_id,
            master=master,
            number=version.number + 1 if version is not None else 1,
            published_at=clock.now(),
            **said,
        )
        audit.record(actor, "portal.version_published", version)
    events.publish(
        MasterPublished(company_id=version.company_id, master_id=master.pk, version_id=version.pk),
        actor=actor,
    )
    return version


@transaction.atomic
def withdraw_master(*, actor: Actor, master: MasterPage) -> None:
    """Take the page from the buildings, by the worker. Part of Wagtail's unpublishing or deleting,
    which has asked for permission."""
    version = latest_version(master)
    page_ids = list(
        InheritedPage.objects.filter(master=master, live=True).values_list("pk", flat=True)
    )
    if version is None or not page_ids:
        return
    audit.record(actor, "portal.page_withdrawn", version)
    events.publish(MasterWithdrawn(company_id=version.company_id, page_ids=page_ids), actor=actor)


@transaction.atomic
def spread_master(*, actor: Actor, master_id: int) -> None:
    """The worker's part of publishing: one task per building, so that one failure stays alone."""
    master = master_by_id(master_id)
    version = latest_version(master) if master is not None else None
    if version is not None:
        for building_id in building_ids_of_company(version.company_id):
            queue.enqueue("portal.tasks.masters.give_master", master_id, building_id)


@transaction.atomic
def give_all_masters(*, actor: Actor, company_id: int, building_id: int) -> None:
    """A new building gets what the others have; the worker does it page by page."""
    for master in masters_of(company_id):
        queue.enqueue("portal.tasks.masters.give_master", master.pk, building_id)


@transaction.atomic
def give_master(*, actor: Actor, master_id: int, building_id: int) -> InheritedPage | None:
    """Make a building's copy agree with the page, as far as its updates reach by themselves.
    Called by the worker; running it twice changes nothing."""
    master = master_by_id(master_id)
    # The lock keeps two workers from making two copies.
    home = BuildingHomePage.objects.select_for_update().get(
        building_id=building_id, is_translation=False
    )
    version = latest_version(master) if master is not None else None
    if (
        master is None
        or version is None
        or not master.live
        or version.company_id != home.company_id
    ):
        return None
    page: InheritedPage | None = InheritedPage.objects.child_of(home).filter(master=master).first()
    if page is None:
        return _make_copy(actor, home, master, version)
    if page.is_opted_out:
        return page
    if page.adopted_id != version.pk and _reaches_by_itself(master, page):
        _show(actor, page, version)
    elif not page.live:
        _show(actor, page, page.adopted)
    return page


@transaction.atomic
def adopt_master(*, actor: "User", page: InheritedPage) -> InheritedPage:
    """Show the company's latest version in a building; replaced parts stay.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        Conflict: the company no longer publishes the page, or the building does without it.
    """
    require(actor, "portal.adopt_inheritedpage", page)
    page = InheritedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    version = _published_version(page)
    if page.is_opted_out:
        raise Conflict(_("Your building does without this page. Take it back first."))
    if page.adopted_id != version.pk:
        _show(actor, page, version)
    return page


@transaction.atomic
def replace_part(
    *, actor: "User", page: InheritedPage, label: str, content: list[Any]
) -> InheritedPage:
    """Say something of the building's own in a part, as a published version.

    `content` is a list of (kind of block, value); empty: what the company says.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        Conflict: the page has no such part.
    """
    require(actor, "portal.adopt_inheritedpage", page)
    page = InheritedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    parts = list(page.parts.all())
    if label not in {part.label for part in parts}:
        raise Conflict(_("This page has no such part."))
    for part in parts:
        if part.label == label:
            part.content = content
    page.parts = parts
    page.save_revision(user=actor, log_action=True).publish(user=actor)
    page.refresh_from_db()
    return page


@transaction.atomic
def opt_out(*, actor: "User", page: InheritedPage) -> InheritedPage:
    """Do without a page of the company; new versions leave the building alone.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
    """
    require(actor, "portal.adopt_inheritedpage", page)
    page = InheritedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if page.is_opted_out:
        return page
    InheritedPage.objects.filter(pk=page.pk).update(is_opted_out=True)
    page.is_opted_out = True
    if page.live:
        # The page itself refuses to be unpublished in the CMS; this is the door for it.
        UnpublishPageAction(page, user=actor).execute(skip_permission_checks=True)
    audit.record(actor, "portal.page_of_company_done_without", page)
    return page


@transaction.atomic
def opt_in(*, actor: "User", page: InheritedPage) -> InheritedPage:
    """Take a page of the company back, in its latest version.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        Conflict: the company no longer publishes the page.
    """
    require(actor, "portal.adopt_inheritedpage", page)
    page = InheritedPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    version = _published_version(page)
    if not page.is_opted_out:
        return page
    InheritedPage.objects.filter(pk=page.pk).update(is_opted_out=False)
    page.is_opted_out = False
    audit.record(actor, "portal.page_of_company_taken_back", page)
    _show(actor, page, version)
    return page


@transaction.atomic
def take_away(*, actor: Actor, page_ids: list[int]) -> None:
    """The worker's part of withdrawing a page: the copies go, unless it is published again."""
    for page in InheritedPage.objects.filter(pk__in=page_ids, live=True):
        if page.master is None or not page.master.live:
            page.unpublish()
            audit.record(actor, "portal.page_withdrawn_by_company", page)


def _published_version(page: InheritedPage) -> MasterVersion:
    """What the company says now.

    Raises:
        Conflict: the company no longer publishes the page.
    """
    master = page.master
    version = latest_version(master) if master is not None and master.live else None
    if version is None:
        raise Conflict(_("Your company no longer publishes this page."))
    return version


def _reaches_by_itself(master: MasterPage, page: InheritedPage) -> bool:
    if master.updates == Updates.AT_ONCE:
        return True
    return master.updates == Updates.MIXED and not page.is_modified


def _make_copy(
    actor: Actor, home: BuildingHomePage, master: MasterPage, version: MasterVersion
) -> InheritedPage:
    page = InheritedPage(
        title=version.title,
        slug=_free_slug(home, master.slug),
        master=master,
        adopted=version,
        live=False,
    )
    page.match_parts()
    page.compose()
    home.add_child(instance=page)
    page.save_revision(user=_person(actor)).publish(user=_person(actor))
    audit.record(actor, "portal.page_received_from_company", page)
    return page


def _show(actor: Actor, page: InheritedPage, version: MasterVersion) -> None:
    """Publish `version` in the building. A draft that waits there stays a draft, on top of it."""
    before, draft = page.adopted, None
    if page.has_unpublished_changes and page.live:
        draft = page.get_latest_revision()
    # The row first: every revision is read as a version of what the building shows.
    page.adopted = version
    InheritedPage.objects.filter(pk=page.pk).update(adopted=version)
    page.match_parts()
    page.save_revision(user=_person(actor)).publish(user=_person(actor))
    if draft is not None:
        fresh = InheritedPage.objects.get(pk=page.pk)
        fresh.with_content_json(draft.content).save_revision(user=draft.user)
    if before.pk == version.pk:
        return
    audit.record(
        actor, "portal.company_version_adopted", page, {"version": (before.number, version.number)}
    )
    events.publish(
        MasterAdopted(
            company_id=version.company_id,
            building_id=page.scope_building_id or 0,
            page_id=page.pk,
            version_id=version.pk,
        ),
        actor=actor,
    )


def _person(actor: Actor) -> "User | None":
    return None if is_system(actor) else actor


def _free_slug(home: BuildingHomePage, wanted: str) -> str:
    taken = set(home.get_children().values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted[:250]}-{number}", number + 1
    return slug
