from django.urls import path

from accounts.views import security

urlpatterns = [
    path("my/security/", security.my_security, name="my-security"),
    path("my/security/sessions/<int:session_id>/end/", security.session_end, name="my-session-end"),
]
