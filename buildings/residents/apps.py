from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    name = "buildings.residents"
    label = "residents"

    def ready(self) -> None:
        from accounts.queries.preferences import NotificationType, add_notification_type

        add_notification_type(NotificationType("bounces", _("Addresses that take no mail")))
