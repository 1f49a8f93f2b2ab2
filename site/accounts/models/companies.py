"""The paying tenants and the people who work for them."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from foundation.validation import slug_format

#: Addresses kept for the platform although no door stands there yet; `accounts.queries.companies`
#: adds those of the doors that do. The database holds to this list, so a new word is a migration.
RESERVED_SLUGS = frozenset(
    """about accounts admin api assets cms console desk docs files healthz help home legal live
    mail media metrics my pricing readyz search sign-in sign-up static status stripe style support
    sw theme www _allauth""".split()
)


class CompanyQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "CompanyQuerySet":
        """Companies in which the person works or lives; all for super users."""
        if tenancy.is_platform_staff(user):
            return self.all()
        return self.filter(pk__in={grant.company_id for grant in tenancy.grants_of(user)})


class Company(models.Model):
    """A management company: the tenant that pays and to which all its buildings belong."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.CharField(
        _("address on the web"), max_length=50, unique=True, validators=[slug_format]
    )
    created_at = models.DateTimeField()

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="company_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def company_id(self) -> int:
        return self.pk

    @property
    def scope_building_id(self) -> None:
        return None


class StaffMembershipQuerySet(ScopedQuerySet):
    def current(self) -> "StaffMembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: Any) -> "StaffMembershipQuerySet":
        """Owners see their company's staff; everybody sees their own memberships."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, _ = tenancy.places(user, {tenancy.OWNER})
        return self.filter(Q(company_id__in=companies) | Q(user_id=user.pk))


class StaffMembership(CompanyOwned):
    """A person's job in a company, for all its buildings or for named ones.

    The named buildings are `properties.BuildingAssignment` rows, one layer up.
    """

    class Role(models.TextChoices):
        OWNER = tenancy.OWNER, pgettext_lazy("of a company", "Owner")
        MANAGER = tenancy.MANAGER, _("Manager")
        ASSISTANT = tenancy.ASSISTANT, _("Assistant")
        FINANCE = tenancy.FINANCE, _("Finance")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    # Who worked here stays known: accounts with a history are switched off, never deleted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    covers_all_buildings = models.BooleanField(_("covers all buildings"), default=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StaffMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["company", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_current_membership_per_company",
            ),
            models.CheckConstraint(
                condition=~Q(role="owner") | Q(covers_all_buildings=True),
                name="owner_covers_all_buildings",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.company}"
