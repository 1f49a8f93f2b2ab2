from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "buildings.joining"
    label = "joining"
