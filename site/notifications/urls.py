from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("my/inbox/", views.inbox, name="inbox"),
    path("my/inbox/read-all/", views.read_all, name="read-all"),
    path("my/inbox/<uuid:notification_id>/", views.open_notification, name="open"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail-reports/postmark/", views.mail_report, name="mail-report"),
]
