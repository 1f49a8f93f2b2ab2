"""The code on the poster in the hall."""

import re
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet

#: Without letters and digits that are taken for one another on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
DESK_ROLES = frozenset({tenancy.OWNER, tenancy.MANAGER, tenancy.ASSISTANT})


class JoinCodeQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "JoinCodeQuerySet":
        """The desk sees its buildings' codes; residents read them in the hall."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, DESK_ROLES)
        return self.filter(Q(company_id__in=companies) | Q(building_id__in=buildings))


class JoinCode(CompanyOwned):
    """With it, somebody may ask to be let into a building; it opens nothing by itself.

    It hangs in the hall, so it is no secret and stands here in plain. A new one replaces it.
    """

    building = models.OneToOneField(
        "properties.Building", on_delete=models.CASCADE, related_name="join_code"
    )
    code = models.CharField(_("code"), max_length=LENGTH, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = JoinCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code to join")
        verbose_name_plural = _("codes to join")

    def __str__(self) -> str:
        return self.shown

    @property
    def scope_building_id(self) -> int:
        return self.building_id

    @property
    def shown(self) -> str:
        """In two halves, as people read and type it."""
        return f"{self.code[:4]}-{self.code[4:]}"


def fresh_code() -> str:
    """Eight signs out of thirty-one, about forty bits: too many to guess through the throttle."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def normalised(typed: str) -> str:
    """What was typed, without case, spaces and hyphens; empty where it cannot be a code."""
    signs = re.sub(r"[\s\-–_.]", "", typed).upper()
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""
