"""What happened: domain events for programs, audit entries for people."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from foundation.tenancy import ScopedQuerySet


class DomainEvent(models.Model):
    """Something that happened in the domain, in the past tense, with ids and plain values.

    The row is history and may be replayed; delivery to subscribers runs on the queue.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(
        "accounts.Company", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120, db_index=True)
    version = models.PositiveSmallIntegerField(default=1)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.uuid}"


class AuditEntryQuerySet(ScopedQuerySet):
    def of(self, target: models.Model) -> "AuditEntryQuerySet":
        """The entries about one object; ask for the object's own visibility first."""
        return self.filter(object_type=target._meta.label_lower, object_id=target.pk)

    def visible_to(self, user: Any) -> "AuditEntryQuerySet":
        """Staff see what happened in their buildings, super users what happened to the platform
        and to accounts, residents nothing."""
        from foundation import tenancy

        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        seen = models.Q(company_id__in=companies) | models.Q(building_id__in=buildings)
        if tenancy.is_platform_staff(user):
            seen |= models.Q(company_id=None) | models.Q(action__startswith="accounts.")
        return self.filter(seen)


class AuditEntry(models.Model):
    """Who did what to which object, and what changed. Written by operations, never edited."""

    company = models.ForeignKey(
        "accounts.Company", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: A plain number: the log outlives the building and stays below it in the layers.
    building_id = models.BigIntegerField(null=True, blank=True)
    # Whoever acted stays known: such an account is switched off, never deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Name of the system part that acted; empty when a person did.
    system_actor = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    object_label = models.CharField(max_length=200)
    #: `{field: [before, after]}`, values as text or numbers, never secrets.
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=36, blank=True)
    occurred_at = models.DateTimeField()
    #: Of the client. Personal data, so it is erased with the words.
    ip_address = models.GenericIPAddressField(null=True, blank=True)
    #: Whose consent the actor acted by: a super user's, inside a company, is an owner's.
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The seal; see foundation.seals. Empty until the worker has sealed the entry.
    sequence = models.BigIntegerField(null=True, unique=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    words_digest = models.CharField(max_length=64, blank=True, editable=False)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    #: Which facts the digest covers: 2 adds the address and on whose behalf.
    seal_version = models.PositiveSmallIntegerField(default=2, editable=False)
    #: The words were personal data and are gone; the facts stay sealed.
    is_erased = models.BooleanField(default=False, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["company", "occurred_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor__isnull=True) | models.Q(system_actor=""),
                name="audit_person_or_system",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"


class AuditAnchor(models.Model):
    """How long the audit log was and how it ended, so that a cut end is noticed.

    Worth as much as its copies elsewhere: `manage.py export_audit_anchor`.
    """

    sequence = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"
