"""People as a company knows them, with or without an account."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

if TYPE_CHECKING:
    from buildings.residents.models.invitations import Invitation


class PersonQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """Staff see the people of their buildings; residents who shares their apartment now."""
        from buildings.residents.models.residencies import Residency

        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, _ = tenancy.places(user, tenancy.STAFF_ROLES)
        return self.filter(
            Q(company_id__in=companies)
            | Q(user_id=user.pk)
            | Q(pk__in=Residency.objects.visible_to(user).order_by().values("person_id"))
        )


class Person(CompanyOwned):
    """A name in a company's book. The account, if there is one, is linked and may go away."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    full_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["full_name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                "company",
                Lower("email"),
                condition=~Q(email=""),
                name="person_email_unique_in_company",
                violation_error_message=_(
                    "Another person of this company has this e-mail address."
                ),
            ),
            models.UniqueConstraint(
                fields=["company", "user"],
                condition=Q(user__isnull=False),
                name="one_person_per_account_in_company",
            ),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def access_label(self) -> str:
        """Whether the person can sign in, or what has become of their invitation, in words."""
        if self.user_id is not None:
            return gettext("Has an account")
        invitation = self.latest_invitation
        if invitation is not None:
            return invitation.label
        return gettext("Not invited") if self.email else gettext("No e-mail address")

    @property
    def latest_invitation(self) -> "Invitation | None":
        """From what was prefetched, if it was."""
        return next(iter(self.invitations.all()), None)
