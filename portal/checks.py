"""Start-up checks of the site's guards."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register


@register()
def policies_are_ours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An app after this one could replace our permission policies without anyone noticing."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    errors: list[CheckMessage] = []
    if list(apps.app_configs)[-1] != "portal":
        errors.append(Error("portal must be the last of INSTALLED_APPS.", id="portal.E001"))
    for model in (Page, get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        if type(policy).__module__ != "portal.permission_policies":
            errors.append(
                Error(f"{model.__name__} is not guarded by our policy.", id="portal.E002")
            )
    return errors
