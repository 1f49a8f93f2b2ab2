from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Here and not in wagtail_hooks: those load before Wagtail registers its own policies.
        from portal import checks, permission_policies, receivers  # noqa: F401 - registers
        from portal.models.translations import keep_facts_as_in_the_original

        permission_policies.register()
        keep_facts_as_in_the_original()
        receivers.connect()
