from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("my/inbox/", views.inbox, name="inbox"),
    path("my/inbox/read-all/", views.read_all, name="read-all"),
    path("my/inbox/<uuid:notification_id>/", views.open_notification, name="open"),
    path("my/devices/<uuid:device_id>/remove/", views.device_remove, name="device-remove"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail-reports/postmark/", views.mail_report, name="mail-report"),
]
