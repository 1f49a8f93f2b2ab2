from django.apps import AppConfig


class PropertiesConfig(AppConfig):
    name = "buildings.properties"
    label = "properties"
