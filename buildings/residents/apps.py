from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "buildings.residents"
    label = "residents"
