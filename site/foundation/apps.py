from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    name = "foundation"

    def ready(self) -> None:
        import rules

        from foundation import checks  # noqa: F401 - importing them registers them
        from foundation.models import AuditEntry
        from foundation.permissions import visible

        rules.add_perm("foundation.view_auditentry", visible(AuditEntry))
        # What each app contributes: who may see what, reactions, periodic work, menu entries.
        autodiscover_modules("grants", "subscribers", "schedules", "navigation", "personal_data")
