from django.urls import include, path

from buildings.joining.views import desk, public

app_name = "joining"

building_patterns = [
    path("join-requests/", desk.request_list, name="request-list"),
    path("join-code/", desk.code_issue, name="issue-code"),
    path("join-code/withdraw/", desk.code_withdraw, name="withdraw-code"),
    path("join-code/poster.pdf", desk.code_poster, name="poster"),
]

urlpatterns = [
    path("join/", public.enter_code, name="code"),
    path("join/<str:code>/", public.ask, name="ask"),
    path("my/join-requests/<uuid:join_request_id>/withdraw/", public.withdraw, name="withdraw"),
    path("desk/join-requests/<uuid:join_request_id>/", desk.request_detail, name="request-detail"),
    path("desk/join-requests/<uuid:join_request_id>/refuse/", desk.request_refuse, name="refuse"),
    path("desk/<desk_company:company>/<slug:building>/", include(building_patterns)),
]
