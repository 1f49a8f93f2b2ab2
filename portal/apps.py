from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        # Here and not in wagtail_hooks: those load before Wagtail registers its own policies.
        from accounts.queries.preferences import NotificationType, add_notification_type
        from portal import checks, permission_policies, receivers  # noqa: F401 - registers
        from portal.models.translations import keep_facts_as_in_the_original

        add_notification_type(
            NotificationType("outages", _("Outages of water, power and the like"))
        )
        permission_policies.register()
        keep_facts_as_in_the_original()
        receivers.connect()
