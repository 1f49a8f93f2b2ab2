from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        # Importing them registers them.
        from notifications import checks, receivers  # noqa: F401
