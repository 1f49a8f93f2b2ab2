from django.urls import path

from accounts.views import support

urlpatterns = [
    path("desk/support/", support.companies, name="support-companies"),
    path("desk/support/<slug:company>/", support.company_support, name="company-support"),
    path("desk/support/<uuid:consent_id>/end/", support.support_end, name="support-end"),
    path("console/support/", support.support, name="support"),
    path("console/support/<slug:company>/enter/", support.support_enter, name="support-enter"),
    path("console/support/<slug:company>/leave/", support.support_leave, name="support-leave"),
]
