"""How often somebody has tried to sign in, and until when they may not."""

from django.db import models
from django.utils.crypto import salted_hmac


def digest_of_login(login: str) -> str:
    """Whom attempts are about, without keeping the address: most are typed by strangers."""
    digest: str = salted_hmac(
        "accounts.login_guard", login.strip().lower(), algorithm="sha256"
    ).hexdigest()
    return digest


class LoginGuard(models.Model):
    """Attempts at one account from one address, or, without an address, from anywhere."""

    login = models.CharField(max_length=64)
    #: Of the client; empty in the row that counts attempts from everywhere.
    ip = models.CharField(max_length=45, blank=True)
    failures = models.PositiveIntegerField(default=0)
    window_start = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login", "ip"], name="one_guard_per_login_and_ip")
        ]
        indexes = [models.Index(fields=["window_start"])]

    def __str__(self) -> str:
        return f"{self.login[:8]} {self.ip}"
