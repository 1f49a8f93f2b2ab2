"""allauth's JSON API, without the parts that this product does not offer."""

from django.urls import include, path, re_path

from accounts.authentication.document import NOT_OFFERED
from accounts.views.headless import not_offered

urlpatterns = [
    # Nobody signs in by phone; allauth would fail on these for want of an adapter.
    re_path(
        r"^(?:app|browser)/v1/(?:account/phone|auth/phone/verify(?:/resend)?)$",
        not_offered,
        name=NOT_OFFERED,
    ),
    path("", include("allauth.headless.urls")),
]
