"""Copies of what is kept about a person, made on their word."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.tenancy import ScopedQuerySet


def archive_path(export: "DataExport", file_name: str) -> str:
    """A private place whose name tells nothing."""
    return f"exports/{export.uuid}.zip"


class DataExportQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "DataExportQuerySet":
        """A person's own; nobody looks into somebody's copy."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user_id=user.pk)


class DataExport(models.Model):
    """One ZIP file with everything that is kept about a person, for a few days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    #: Empty until the worker has made it, and again once it is too old.
    archive = models.FileField(upload_to=archive_path, max_length=100, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d}"

    @property
    def is_ready(self) -> bool:
        return bool(self.archive and self.expires_at and self.expires_at > clock.now())

    @property
    def is_being_made(self) -> bool:
        return self.ready_at is None
