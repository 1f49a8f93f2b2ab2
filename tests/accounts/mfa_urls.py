"""All addresses and, whether or not it is mounted yet, the page that asks for the second factor."""

from django.urls import include, path

from concierge.urls import urlpatterns as ours

urlpatterns = [*ours[:-2], path("accounts/2fa/", include("allauth.mfa.urls")), *ours[-2:]]
