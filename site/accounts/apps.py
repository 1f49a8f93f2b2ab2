from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Importing them registers them.
        from accounts.checks import tokens as token_checks  # noqa: F401
        from accounts.queries.preferences import add_notification_type, usual_types
        from accounts.receivers import (  # noqa: F401
            second_factor,
            security,
            sign_up,
        )
        from accounts.receivers import tokens as token_receivers  # noqa: F401

        for kind in usual_types():
            add_notification_type(kind)
