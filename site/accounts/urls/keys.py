"""The desk's pages about API keys."""

from django.urls import path

from accounts.views import keys

app_name = "api_keys"

urlpatterns = [
    path("desk/api-keys/", keys.api_keys, name="companies"),
    path("desk/api-keys/<slug:company>/", keys.api_key_list, name="list"),
    path("desk/api-keys/<slug:company>/<uuid:key_id>/revoke/", keys.api_key_revoke, name="revoke"),
]
