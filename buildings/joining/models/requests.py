"""Somebody's wish to be let into a building."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buildings.joining.models.codes import DESK_ROLES
from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class JoinRequestQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "JoinRequestQuerySet":
        """People see their own, the desk those for its buildings."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        companies, buildings = tenancy.places(user, DESK_ROLES)
        return self.filter(
            Q(user_id=user.pk) | Q(company_id__in=companies) | Q(building_id__in=buildings)
        )

    def waiting(self) -> "JoinRequestQuerySet":
        return self.filter(state=JoinRequest.State.WAITING)


class JoinRequest(CompanyOwned):
    """What an account with a proven address says about itself; the desk decides what is true."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Let in")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner")
        TENANT = "tenant", _("Tenant")
        OCCUPANT = "occupant", _("Occupant")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    building = models.ForeignKey(
        "properties.Building", on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    full_name = models.CharField(_("name"), max_length=120)
    #: As it stands on the door. It is matched with the book at the desk, never for the stranger:
    #: nobody learns here which apartments there are.
    apartment = models.CharField(_("apartment"), max_length=40)
    kind = models.CharField(_("lives here as"), max_length=10, choices=Kind.choices)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    message = models.TextField(
        _("message"), max_length=1000, blank=True, validators=[MaxLengthValidator(1000)]
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: To the person, in the desk's own words.
    reason = models.TextField(
        _("reason"), max_length=1000, blank=True, validators=[MaxLengthValidator(1000)]
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "user"],
                condition=Q(state="waiting"),
                name="one_waiting_request_per_person_and_building",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="decided_requests_have_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def scope_building_id(self) -> int:
        return self.building_id

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def tone(self) -> str:
        """Of the pill that shows the state."""
        return {"waiting": "info", "approved": "ok", "refused": "bad"}.get(self.state, "neutral")
