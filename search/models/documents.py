"""The words of uploaded documents, kept so that a file is read once and not with every page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.tenancy import CompanyOwned, ScopedQuerySet


class DocumentTextQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "DocumentTextQuerySet":
        """Nobody's to read: who sees which words is said by the entries made from them."""
        return self.none()


class DocumentText(CompanyOwned):
    """What a document says, or why it could not be read."""

    class State(models.TextChoices):
        READ = "read", _("Read")
        EMPTY = "empty", _("Without text, perhaps scanned")
        LOCKED = "locked", _("Asks for a password")
        BROKEN = "broken", _("Broken, or too much work to read")
        TOO_LARGE = "too_large", _("Too large")
        UNSUPPORTED = "unsupported", _("A format without text")

    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+"
    )
    #: The file's name and hash when it was read: another file is read again.
    file_key = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField()

    objects = DocumentTextQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"
