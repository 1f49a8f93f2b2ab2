from django.urls import include, path

from buildings.residents.views import apartments, invitations, letters, people, residencies

app_name = "residents"

apartment_patterns = [
    path("", apartments.apartment_detail, name="apartment-detail"),
    path("move-in/", apartments.apartment_move_in, name="move-in"),
]

residency_patterns = [
    path("", residencies.residency_detail, name="residency-detail"),
    path("move-out/", residencies.residency_move_out, name="move-out"),
]

building_patterns = [
    path("", residencies.residency_list, name="residency-list"),
    path("export/", residencies.residency_export, name="residency-export"),
    path("invite/", invitations.invite_all_page, name="invite-all"),
    path("letters/", letters.building_letters, name="letters"),
]

urlpatterns = [
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("invitations/<str:token>/decline/", invitations.invitation_decline, name="decline"),
    path("desk/people/<uuid:person_id>/invite/", invitations.person_invite, name="invite"),
    path("desk/people/<uuid:person_id>/unlock/", people.person_unlock, name="unlock"),
    path("desk/people/<uuid:person_id>/letter/", letters.person_letter, name="letter"),
    path(
        "desk/invitations/<uuid:invitation_id>/withdraw/",
        invitations.invitation_withdraw,
        name="withdraw-invitation",
    ),
    path("desk/apartments/<uuid:apartment_id>/", include(apartment_patterns)),
    path("desk/residencies/<uuid:residency_id>/", include(residency_patterns)),
    path("desk/people/<uuid:person_id>/", people.person_detail, name="person-detail"),
    path("desk/<desk_company:company>/<slug:building>/residencies/", include(building_patterns)),
]
