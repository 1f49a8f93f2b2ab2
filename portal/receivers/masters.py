"""What Wagtail publishes and takes away: copies follow, archived pages come out."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from foundation.actors import Actor, SystemActor
from portal.models import MasterPage
from portal.operations import history, masters


def master_published(instance: MasterPage, revision: Any = None, **kwargs: Any) -> None:
    """Also sent, with `live` False, when a later publication is scheduled."""
    if instance.live:
        masters.keep_version(actor=_author(revision), master=instance)


def page_went_live(instance: Page, revision: Any = None, **kwargs: Any) -> None:
    if instance.live:
        history.leave_archive(actor=_author(revision), page=instance)


def master_unpublished(instance: MasterPage, **kwargs: Any) -> None:
    masters.withdraw_master(actor=SystemActor("pages for all buildings"), master=instance)


def _author(revision: Any) -> Actor:
    user = revision.user if revision is not None else None
    return user or SystemActor("pages for all buildings")


def connect() -> None:
    page_published.connect(
        master_published, sender=MasterPage, dispatch_uid="portal.master_published"
    )
    page_published.connect(page_went_live, dispatch_uid="portal.page_went_live")
    page_unpublished.connect(
        master_unpublished, sender=MasterPage, dispatch_uid="portal.master_unpublished"
    )
    pre_delete.connect(master_unpublished, sender=MasterPage, dispatch_uid="portal.master_deleted")
