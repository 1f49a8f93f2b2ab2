"""The JSON API, composed of one router per app."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from accounts.api.keys import router as api_keys
from accounts.api.me import router as me
from accounts.api.passwords import router as passwords
from accounts.api.personal_data import router as personal_data
from accounts.api.tokens import router as tokens
from accounts.api.users import router as users
from accounts.authentication.bearer import Bearer, Cookie
from accounts.authentication.keys import ApiKey
from buildings.imports.api import router as imports
from buildings.joining.api import join_codes
from buildings.joining.api import router as join_requests
from buildings.properties.api import apartments, buildings
from buildings.properties.api.staff import staff, staff_invitations
from buildings.residents.api import invitations
from buildings.residents.api import router as residencies
from concierge.description import complete
from foundation import problems
from notifications.api import devices
from notifications.api import router as notifications
from portal.api.announcements import announcements
from portal.api.documents import documents
from portal.api.events import router as events
from portal.api.feeds import router as feeds
from portal.api.log import log
from portal.api.log import me as my_events
from portal.api.outages import router as outages
from portal.api.permissions import router as permissions
from search.api import router as search


class DescribedAPI(NinjaAPI):
    """An API whose OpenAPI document is made once per process and prefix.

    Making it takes a third of a second, and anybody may ask for it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._documents: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            self._documents[prefix] = super().get_openapi_schema(path_prefix=prefix)
            complete(self._documents[prefix])
        return self._documents[prefix]


api = DescribedAPI(
    title="New Concierge",
    version="1",
    description="Everything the pages do, for programs. Lists answer `{items, count}`.",
    auth=[Bearer(), ApiKey(), Cookie()],
    parser=problems.StrictParser(),
    urls_namespace="api",
)
problems.install(api)
api.add_router("/auth", tokens, tags=["auth"])
api.add_router("/api-keys", api_keys, tags=["auth"])
api.add_router("/buildings", buildings, tags=["buildings"])
api.add_router("/apartments", apartments, tags=["apartments"])
api.add_router("/residencies", residencies, tags=["residencies"])
api.add_router("/invitations", invitations, tags=["auth"])
api.add_router("/join-codes", join_codes, tags=["auth"])
api.add_router("/join-requests", join_requests, tags=["auth"])
api.add_router("/staff", staff, tags=["auth"])
api.add_router("/staff-invitations", staff_invitations, tags=["auth"])
api.add_router("/auth", passwords, tags=["auth"])
api.add_router("/me", me, tags=["me"])
api.add_router("/me", permissions, tags=["me"])
api.add_router("/me", personal_data, tags=["me"])
api.add_router("/users", users, tags=["auth"])
api.add_router("/me", my_events, tags=["me"])
api.add_router("/notifications", notifications, tags=["notifications"])
api.add_router("/devices", devices, tags=["notifications"])
api.add_router("/audit", log, tags=["audit"])
api.add_router("/imports", imports, tags=["imports"])
api.add_router("/announcements", announcements, tags=["announcements"])
api.add_router("/outages", outages, tags=["outages"])
api.add_router("/documents", documents, tags=["documents"])
api.add_router("/search", search, tags=["search"])
api.add_router("/events", events, tags=["events"])
api.add_router("/feeds", feeds, tags=["feeds"])
