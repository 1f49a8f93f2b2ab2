from django.urls import path

from accounts.views import personal_data

urlpatterns = [
    path("my/data/", personal_data.my_data, name="my-data"),
    path("my/data/order/", personal_data.export_order, name="my-data-order"),
    path("my/data/<uuid:export_id>.zip", personal_data.export_fetch, name="my-data-fetch"),
    path("my/data/erase/", personal_data.erase, name="my-data-erase"),
]
