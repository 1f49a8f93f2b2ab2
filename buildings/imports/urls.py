from django.urls import path

from buildings.imports import views

app_name = "imports"
urlpatterns = [
    path("desk/imports/", views.run_list, name="run-list"),
    path("desk/imports/<uuid:run_id>/", views.run_detail, name="run-detail"),
    path("desk/imports/<uuid:run_id>/check/", views.check, name="check"),
    path("desk/imports/<uuid:run_id>/apply/", views.apply, name="apply"),
    path("desk/imports/<uuid:run_id>/cancel/", views.cancel, name="cancel"),
    path("desk/imports/<uuid:run_id>/errors.xlsx", views.errors_xlsx, name="errors-xlsx"),
    path("desk/imports/<uuid:run_id>/errors.csv", views.errors_csv, name="errors-csv"),
]
