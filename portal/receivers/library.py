"""Each draft of a document goes through a revision, whoever saves it and however."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Revision

from foundation.actors import SystemActor
from portal.models import DocumentPage
from portal.operations.library import remember_files
from portal.queries.library import document_ids_in_revision


def revision_saved(sender: Any, instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """The files that a draft names belong to the library from now on."""
    if raw or instance.content_type.model_class() is not DocumentPage:
        return
    page = instance.content_object
    if page is not None:
        remember_files(
            actor=instance.user or SystemActor("library"),
            page=page,
            document_ids=document_ids_in_revision(instance.content),
        )


def connect() -> None:
    post_save.connect(revision_saved, sender=Revision, dispatch_uid="portal.revision_saved")
