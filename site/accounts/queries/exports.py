"""Reads of the copies that people ordered of their personal data."""

from typing import TYPE_CHECKING
from uuid import UUID

from accounts.models import DataExport, User
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def exports_of(user: User) -> "QuerySet[DataExport]":
    """A person's own, whoever else may know that they exist."""
    return DataExport.objects.filter(user=user)


def export_named(user: User, uuid: UUID) -> DataExport:
    """One's own copy, while its file is there.

    Raises:
        NotFound: there is none, it is somebody else's, not ready yet, or too old.
    """
    export: DataExport | None = exports_of(user).filter(uuid=uuid).first()
    if export is None or not export.is_ready:
        raise NotFound
    return export


def export_by_id(export_id: int) -> DataExport:
    export: DataExport = DataExport.objects.select_related("user").get(pk=export_id)
    return export
