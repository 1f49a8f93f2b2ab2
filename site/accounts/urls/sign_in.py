"""allauth's pages: signing in, the account's own settings, second factors, sessions."""

from django.urls import include, path

from accounts.views.security import sign_out
from accounts.views.sign_up import sign_up_company

urlpatterns = [
    path("signup/company/", sign_up_company, name="account_signup_company"),
    path("logout/", sign_out, name="account_logout"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
