from django.urls import path, register_converter
from django.urls.converters import IntConverter

from portal.views import files, places


class HueConverter(IntConverter):
    regex = "[0-9]{1,3}"


register_converter(HueConverter, "hue")

urlpatterns = [
    path("desk/", places.desk, name="desk"),
    path("my/", places.my, name="my"),
    path("files/<path:path>", files.media, name="media"),
    path("theme/<hue:hue>.css", files.theme, name="theme"),
]
