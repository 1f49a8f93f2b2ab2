"""Super users look into a company only while one of its owners consents."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import clock, tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class SupportQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "SupportQuerySet":
        """Owners of the company, and the platform's super users."""
        if tenancy.is_platform_staff(user):
            return self.all()
        companies, _ = tenancy.places(user, {tenancy.OWNER})
        return self.filter(company_id__in=companies)


class SupportConsentQuerySet(SupportQuerySet):
    def running(self) -> "SupportConsentQuerySet":
        return self.filter(ended_at=None, until__gt=clock.now())


class SupportConsent(CompanyOwned):
    """An owner lets the platform's super users look into the company, until a moment."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(
        _("what it is about"),
        max_length=200,
        help_text=_("So that both sides know later why."),
    )
    granted_at = models.DateTimeField()
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SupportConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-pk"]
        verbose_name = _("consent to support")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("granted_at")), name="consent_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(ended_at=None),
                name="one_consent_per_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.purpose}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.until > clock.now()


class SupportVisit(CompanyOwned):
    """A super user looks into a company, from a moment to a moment."""

    consent = models.ForeignKey(SupportConsent, on_delete=models.PROTECT, related_name="visits")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="support_visits"
    )
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        verbose_name = _("visit of the support")
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "user"],
                condition=Q(left_at=None),
                name="one_visit_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.company}"
