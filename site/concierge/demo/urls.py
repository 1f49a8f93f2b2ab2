"""Pages that exist in development only: the living style page and the sent mail."""

from django.urls import path

from concierge.demo import views
from concierge.demo.style import StyleView

urlpatterns = [
    path("style/", StyleView.as_view(), name="style"),
    path("mail/", views.mailbox, name="mailbox"),
    path("mail/<str:name>/", views.mail, name="mail"),
]
