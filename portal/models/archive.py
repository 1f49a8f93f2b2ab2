"""Pages put away: not shown to anybody, not deleted either."""

from typing import Any

from django.conf import settings
from django.db import models
from wagtail.models import Page

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class ArchivedPageQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ArchivedPageQuerySet":
        """Whoever may write pages in the building."""
        companies, buildings = tenancy.places(user, tenancy.EDITOR_ROLES)
        return self.filter(models.Q(company_id__in=companies) | models.Q(building_id__in=buildings))


class ArchivedPage(CompanyOwned):
    """One page that was put away, with all pages below it; the row goes when it comes back."""

    #: The page's id is the row's own, so that the audit log leads from one to the other.
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="archived"
    )
    building = models.ForeignKey(
        "properties.Building", null=True, on_delete=models.PROTECT, related_name="+"
    )
    archived_at = models.DateTimeField()
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ArchivedPageQuerySet.as_manager()

    class Meta:
        ordering = ["-archived_at"]

    def __str__(self) -> str:
        return str(self.page.draft_title)
