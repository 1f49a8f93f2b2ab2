"""The browsers and apps with which somebody has signed in before."""

import hashlib
import re

from django.conf import settings
from django.db import models


def digest_of_device(user_agent: str) -> str:
    """One digest per kind of browser on a kind of machine: a new version is no new device."""
    plain = re.sub(r"[\d._]+", "", user_agent)
    return hashlib.sha256(plain.encode()).hexdigest()


class KnownDevice(models.Model):
    """A kind of browser or app that an account has been used with."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices"
    )
    digest = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="device_known_once_per_user")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest[:8]}"
