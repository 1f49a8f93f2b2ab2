"""Keys with which a company's own programs use the API."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Company
from foundation import clock, tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

#: The address of a program's account, which no mail can reach and nobody can prove to have.
PROGRAM_DOMAIN = "programs.invalid"


class ApiKeyQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "ApiKeyQuerySet":
        """The owners of the company; a key does not see even itself."""
        companies, _buildings = tenancy.places(user, {tenancy.OWNER})
        return self.filter(company_id__in=companies)

    def working(self) -> "ApiKeyQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now())


class ApiKey(CompanyOwned):
    """What a program of a company shows to be let in, for example the accounting's.

    It acts as an account of its own, so history tells the program from the person who made the key
    (docs/decisions/0022).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="api_keys")
    #: Who acts: an account without address and password, named like the key.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_key"
    )
    name = models.CharField(_("name"), max_length=60)
    #: The beginning of the key, by which people recognise it.
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    # A plain SHA-256 is right here, unlike for passwords: the secret is 256 random bits, which
    # nobody guesses however fast the hash is, and each request has to pay for it.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("may"), default=list)
    # Whoever made it stays known: such an account is switched off, never deleted.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="made_api_keys",
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("works until"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="api_key_expires_after_creation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_working(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()
