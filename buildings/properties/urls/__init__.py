from django.urls import include, path, register_converter
from django.urls.converters import SlugConverter

from buildings.properties.views import apartments, buildings, logos


class DeskCompanyConverter(SlugConverter):
    """A company's slug behind /desk/, which is never one of the desk's own words."""

    words = (
        "api-keys|apartments|buildings|imports|invitations|join-requests|log|master-pages|people|"
        "residencies|staff|support"
    )
    regex = rf"(?!(?:{words})/)[-a-z0-9]+"


register_converter(DeskCompanyConverter, "desk_company")

app_name = "properties"

building_patterns = [
    path("", buildings.building_detail, name="building-detail"),
    path("edit/", buildings.building_edit, name="building-edit"),
    path("logo/", logos.building_logo, name="building-logo"),
    path("history/", buildings.building_history, name="building-history"),
    path("apartments/", apartments.apartment_list, name="apartment-list"),
    path("apartments/export/", apartments.apartment_export, name="apartment-export"),
    path("apartments/new/", apartments.apartment_new, name="apartment-new"),
]

urlpatterns = [
    path("desk/buildings/", buildings.building_list, name="building-list"),
    path("desk/buildings/export/", buildings.building_export, name="building-export"),
    path("desk/buildings/new/", buildings.building_new, name="building-new"),
    path(
        "desk/apartments/<uuid:apartment_id>/edit/",
        apartments.apartment_edit,
        name="apartment-edit",
    ),
    path("desk/<desk_company:company>/<slug:building>/", include(building_patterns)),
]
