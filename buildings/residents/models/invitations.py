"""The offer of an account to somebody whom the company knows already."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buildings.residents.models.people import Person
from foundation import tenancy
from foundation.offers import Offer, OfferQuerySet


class InvitationQuerySet(OfferQuerySet):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """Staff see those of their buildings. The invited hold a token, and need no account."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))


class Invitation(Offer):
    """One person's way in. There is one at a time."""

    SALT = "residents.invitation"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    #: Whose desk invited; the mail speaks in its name and the page leads there.
    building = models.ForeignKey("properties.Building", on_delete=models.PROTECT, related_name="+")
    #: The address it went to; a correction in the book afterwards does not redirect it. Empty: it
    #: was printed as a letter.
    email = models.EmailField(blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["sent", "opened", "bounced"]),
                name="one_waiting_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def scope_building_id(self) -> int:
        return self.building_id
