"""Every door of the house. The order matters: the page tree takes whatever is left."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from concierge.api import api
from foundation import health, problems
from portal.views.account import account
from portal.views.pages import building_page

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("accounts.urls.sign_in")),
    path("", include("accounts.urls.security")),
    path("", include("accounts.urls.profile")),
    path("_allauth/", include("accounts.urls.headless")),
    # Wagtail's own password form would be a second door without our limits.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # In place of Wagtail's own, under its name.
    path("cms/account/", account, name="wagtailadmin_account"),
    path("cms/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", problems.no_such_address),
    path("", include("accounts.urls.personal_data")),
    path("", include("accounts.urls.support")),
    path("", include("notifications.urls")),
    path("search/", include("search.urls")),
    path("", include("accounts.urls.keys")),
    path("", include("buildings.properties.urls")),
    path("", include("buildings.properties.urls.staff")),
    path("", include("buildings.residents.urls")),
    path("", include("buildings.joining.urls")),
    path("", include("buildings.imports.urls")),
    path("", include("portal.urls")),
]

if settings.DEMO_ALLOWED:
    from concierge.demo import urls as demo_urls

    urlpatterns += demo_urls.urlpatterns

# Under Wagtail's own name: the addresses of pages are made from it. No company is called _util.
urlpatterns += [
    re_path(r"^([a-z0-9-]+/[\w-]+/(?:[\w-]+/)*)$", building_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
