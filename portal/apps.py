from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Here and not in wagtail_hooks: those load before Wagtail registers its own policies.
        from portal import checks, permission_policies  # noqa: F401

        permission_policies.register()
