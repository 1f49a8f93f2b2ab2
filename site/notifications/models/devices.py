"""The browsers and installed apps to which messages are pushed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.tenancy import ScopedQuerySet


class PushDeviceQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "PushDeviceQuerySet":
        """Everybody sees their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(user_id=user.pk)


class PushDevice(models.Model):
    """One browser of one person, as its push service knows it. It belongs to no company: what is
    pushed may come from any house the person belongs to."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices"
    )
    #: The address at the push service. Whoever knows it could fill the screen, so nobody is told.
    endpoint = models.CharField(max_length=600, unique=True)
    #: The browser's public key and shared secret (RFC 8291): push services cannot read along.
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    #: In which its person read the site when it was added.
    language = models.CharField(max_length=12)
    #: The sign-in by which it was added. When that is ended, nothing is pushed there any more.
    session_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = PushDeviceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("device for messages")
        verbose_name_plural = _("devices for messages")

    def __str__(self) -> str:
        return self.name
