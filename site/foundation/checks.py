"""Start-up checks that refuse settings known to lose work, leak data or let attackers through."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register()
def queue_timeouts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With retry below timeout a long task is started again while it still runs."""
    cluster = settings.Q_CLUSTER
    errors: list[CheckMessage] = []
    if cluster.get("retry", 0) <= cluster.get("timeout", 0):
        errors.append(
            Error(
                "Q_CLUSTER['retry'] must be greater than Q_CLUSTER['timeout'].",
                hint="A shorter retry runs a long task several times at once.",
                id="foundation.E001",
            )
        )
    if not cluster.get("max_attempts"):
        errors.append(
            Error(
                "Q_CLUSTER['max_attempts'] must be set: tasks would be retried for ever.",
                id="foundation.E002",
            )
        )
    if "orm" not in cluster:
        errors.append(
            Error(
                "The queue must live in the database (Q_CLUSTER['orm']).",
                hint="Other brokers lose work when a worker dies.",
                id="foundation.E003",
            )
        )
    if cluster.get("ack_failures"):
        errors.append(
            Error(
                "Q_CLUSTER['ack_failures'] must be off: failed tasks would not be tried again.",
                id="foundation.E008",
            )
        )
    return errors


@register()
def shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A cache private to each process counts sign-in attempts once per process."""
    if settings.CACHES["default"]["BACKEND"].endswith(("LocMemCache", "DummyCache")):
        return [
            Error(
                "The default cache must be shared by all processes.",
                hint="Set REDIS_URL, or leave it empty for the database cache.",
                id="foundation.E004",
            )
        ]
    return []


@register()
def sqlite_locks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without IMMEDIATE, concurrent writers on SQLite fail at once instead of waiting."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and (
        database.get("OPTIONS", {}).get("transaction_mode") != "IMMEDIATE"
    ):
        return [
            Error("SQLite needs OPTIONS['transaction_mode'] = 'IMMEDIATE'.", id="foundation.E005")
        ]
    return []


@register(Tags.security, deploy=True)
def production_secrets(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Known keys and known passwords stay out of production."""
    errors: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40:
        errors.append(
            Error(
                "SECRET_KEY is missing or too short; use 50 random characters.",
                id="foundation.E006",
            )
        )
    if settings.DEMO_ALLOWED:
        errors.append(
            Error(
                "DEMO_ALLOWED is on: demo accounts have a published password.", id="foundation.E007"
            )
        )
    return errors
