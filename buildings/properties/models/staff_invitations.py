"""The offer of a job in a company."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from buildings.properties.models.buildings import Building
from foundation import tenancy
from foundation.offers import Offer, OfferQuerySet


class StaffInvitationQuerySet(OfferQuerySet):
    def visible_to(self, user: Any) -> "StaffInvitationQuerySet":
        """Owners see those of their company. The invited hold a token, and need no account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, _buildings = tenancy.places(user, {tenancy.OWNER})
        return self.filter(company_id__in=companies)


class StaffInvitation(Offer):
    """A job that waits for somebody. There is one per address."""

    SALT = "properties.staff_invitation"

    class Role(models.TextChoices):
        OWNER = tenancy.OWNER, pgettext_lazy("of a company", "Owner")
        MANAGER = tenancy.MANAGER, _("Manager")
        ASSISTANT = tenancy.ASSISTANT, _("Assistant")
        FINANCE = tenancy.FINANCE, _("Finance")

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    covers_all_buildings = models.BooleanField(_("covers all buildings"), default=False)
    #: Empty where the job covers all.
    buildings = models.ManyToManyField(Building, related_name="+", blank=True)
    #: Empty: the platform, for example when a company is opened.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StaffInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=Q(state__in=["sent", "opened", "bounced"]),
                name="one_waiting_staff_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(role="owner") | Q(covers_all_buildings=True),
                name="invited_owner_covers_all_buildings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    @property
    def scope_building_id(self) -> None:
        return None
