"""The JSON API, composed of one router per app."""

from ninja import NinjaAPI
from ninja.security import django_auth

from buildings.imports.api import router as imports
from buildings.properties.api import apartments, buildings
from buildings.residents.api import router as residencies
from foundation import problems

api = NinjaAPI(
    title="New Concierge",
    version="1",
    description="Everything the pages do, for programs. Lists answer `{items, count}`.",
    auth=django_auth,
    parser=problems.StrictParser(),
    urls_namespace="api",
)
problems.install(api)
api.add_router("/buildings", buildings, tags=["buildings"])
api.add_router("/apartments", apartments, tags=["apartments"])
api.add_router("/residencies", residencies, tags=["residencies"])
api.add_router("/imports", imports, tags=["imports"])
