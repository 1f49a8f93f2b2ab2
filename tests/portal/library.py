"""Helpers for the tests of the document library."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from portal.models import (
    DocumentPage,
)
from tests.world import PDF

WILLOW = "/harbour/willow-court/documents/"
OWNERS = ["ana"]
STAFF = ["boris", "asta", "fin", "mara", "sol"]
STRANGERS = ["iris", "dara", "emil"]


def file_of(page: DocumentPage, number: int = 0):
    """The file of the current version, or of an older one."""
    return page.versions_by_date()[number].document


def new_file(world, name="extra.pdf", building="willow"):
    return get_document_model().objects.create(
        title=name, file=ContentFile(PDF, name), collection=world.homes[building].collection
    )
