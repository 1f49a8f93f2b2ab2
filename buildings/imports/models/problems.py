"""What was wrong with a row."""

from typing import Any

from django.db import models

from buildings.imports.models.runs import ImportRun
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class ImportProblemQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ImportProblemQuerySet":
        """Whoever sees the run sees what was wrong in it."""
        return self.filter(run__in=ImportRun.objects.visible_to(user).order_by())


class ImportProblem(CompanyOwned):
    """One finding of a check: where, what, and what to do. `row` is None for the whole file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(null=True, blank=True)
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=300)
    advice = models.CharField(max_length=300)
    is_blocking = models.BooleanField(default=True)

    objects = ImportProblemQuerySet.as_manager()

    class Meta:
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return f"Row {self.row}: {self.message}" if self.row else self.message

    @property
    def scope_building_id(self) -> int | None:
        return self.run.building_id
