"""The CMS's page of one's own account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel


class PlainAccountView(AccountView):
    """Without the picture: it would be stored beside the files of buildings, where nobody may read
    what belongs to no building."""

    def get_panels(self) -> list[Any]:
        return [p for p in super().get_panels() if not isinstance(p, AvatarSettingsPanel)]


@require_admin_access  # Wagtail has no types
def account(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = PlainAccountView.as_view()(request)
    return response
