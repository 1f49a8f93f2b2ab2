from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "buildings.imports"
    label = "imports"
