from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Importing them registers them.
        from accounts.checks import tokens as token_checks  # noqa: F401
        from accounts.receivers import second_factor  # noqa: F401
        from accounts.receivers import tokens as token_receivers  # noqa: F401
