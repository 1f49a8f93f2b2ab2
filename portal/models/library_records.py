"""What is known about documents besides their pages: whose they are, who read them, who was
reminded."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

#: Who asks residents to read something, and so sees who has.
READING_ROLES = tenancy.EDITOR_ROLES


class LibraryFileQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "LibraryFileQuerySet":
        """Those who write the library."""
        companies, buildings = tenancy.places(user, READING_ROLES)
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))


class LibraryFile(CompanyOwned):
    """A file that is or once was a version in a library, be it only in a draft.

    From then on only a published page of the library opens it for readers. Without this memory
    the file of a document for owners would be everybody's as soon as its page is deleted.
    """

    building = models.ForeignKey(
        "properties.Building", on_delete=models.PROTECT, related_name="+", editable=False
    )
    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="library_file"
    )

    objects = LibraryFileQuerySet.as_manager()

    # Ours, not an editor's: it makes no document "used".
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.document)


class AboutPeopleQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "AboutPeopleQuerySet":
        """The person, and those who write the building's library."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, READING_ROLES)
        return self.filter(
            Q(user=user) | Q(company_id__in=companies) | Q(building_id__in=buildings)
        )


class DocumentRead(CompanyOwned):
    """A resident has got a file of a document page. Kept as long as page, file and account."""

    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(
        "portal.DocumentPage", on_delete=models.CASCADE, related_name="readings"
    )
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first_read_at = models.DateTimeField()
    last_read_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    objects = AboutPeopleQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of a document")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "document", "user"], name="reading_counted_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.document}"


class ExpiryNotice(CompanyOwned):
    """A manager was reminded, once, that a document will expire on a date."""

    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(
        "portal.DocumentPage", on_delete=models.CASCADE, related_name="expiry_notices"
    )
    valid_until = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = AboutPeopleQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reminder of an expiry")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "valid_until", "user"], name="reminded_once_per_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} ({self.valid_until})"
