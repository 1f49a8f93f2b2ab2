"""One uploaded spreadsheet on its way into a building."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


def content_path(run: "ImportRun", file_name: str) -> str:
    """A private place that never contains what the person called the file."""
    return f"imports/{run.company_id}/{run.uuid}"


class ImportRunQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ImportRunQuerySet":
        """Owners and managers of the building: the file holds everybody's addresses."""
        companies, buildings = tenancy.places(user, {tenancy.OWNER, tenancy.MANAGER})
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))


class ImportRun(CompanyOwned):
    """An upload, the meaning of its columns, its dry run and, in the end, what it changed."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Being imported")
        APPLIED = "applied", _("Imported")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Mode(models.TextChoices):
        ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")
        GOOD_ROWS = "good_rows", _("Import the good rows")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey(
        "properties.Building", on_delete=models.PROTECT, related_name="import_runs"
    )
    #: Who uploaded it, later who had it imported; the work is done with their rights.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.FileField(upload_to=content_path, max_length=200, blank=True)
    #: The file's headings in order, and what was noticed while reading it.
    headings = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    #: `{column key: heading}`; see buildings.imports.columns.
    mapping = models.JSONField(_("columns"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UPLOADED
    )
    mode = models.CharField(_("mode"), max_length=14, choices=Mode.choices, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    #: Something is wrong that leaving rows out would not mend.
    is_blocked = models.BooleanField(default=False)
    #: `{"apartments": {"new": 3, "changed": 0, "unchanged": 9}, "people": …, "residencies": …}`
    planned = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    #: The people of the good rows by what an invitation can do for them:
    #: `{"to_invite": 117, "known": 2, "without_email": 1, "gone": 0}`.
    invitees = models.JSONField(default=dict)
    #: Whether importing also invites.
    is_inviting = models.BooleanField(default=False)
    #: How many were invited in the end; None if nobody was to be.
    invited = models.PositiveIntegerField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["building", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_done__lte=F("rows_total")), name="import_rows_done_within_total"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.APPLYING)

    @property
    def may_be_changed(self) -> bool:
        """Whether mapping and check may still be redone."""
        return bool(self.content) and self.state in (
            self.State.UPLOADED,
            self.State.CHECKED,
            self.State.FAILED,
        )

    @property
    def may_apply_all(self) -> bool:
        return self.may_apply_good_rows and self.rows_bad == 0

    @property
    def may_apply_good_rows(self) -> bool:
        return (
            self.state == self.State.CHECKED
            and not self.is_blocked
            and self.rows_bad < self.rows_total
        )
