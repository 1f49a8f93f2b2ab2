"""Staff at the desk, and the page that an invitation to join it leads to."""

from django.urls import path

from buildings.properties.views import staff, staff_invitations

app_name = "staff"

urlpatterns = [
    path("staff-invitations/<str:token>/", staff_invitations.invitation, name="invitation"),
    path("staff-invitations/<str:token>/decline/", staff_invitations.decline, name="decline"),
    path("desk/staff/", staff.companies, name="companies"),
    path("desk/staff/<slug:company>/", staff.staff_list, name="list"),
    path("desk/staff/jobs/<uuid:membership_id>/unlock/", staff.unlock, name="unlock"),
    path("desk/staff/jobs/<uuid:membership_id>/end/", staff.job_end, name="end"),
    path(
        "desk/staff/invitations/<uuid:invitation_id>/send-again/",
        staff.invitation_send_again,
        name="send-again",
    ),
    path(
        "desk/staff/invitations/<uuid:invitation_id>/withdraw/",
        staff.invitation_withdraw,
        name="withdraw",
    ),
]
