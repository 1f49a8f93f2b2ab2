"""Every door of the house. The order matters: the page tree takes whatever is left."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from concierge.api import api
from foundation import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    # Wagtail's own password form would be a second door without our limits.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("search/", include("search.urls")),
    path("", include("buildings.properties.urls")),
    path("", include("buildings.residents.urls")),
    path("", include("buildings.imports.urls")),
    path("", include("portal.urls")),
]

if settings.DEMO_ALLOWED:
    from concierge.demo import urls as demo_urls

    urlpatterns += demo_urls.urlpatterns

urlpatterns += [path("", include(wagtail_urls))]
