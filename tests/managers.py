"""Somebody who manages three buildings of two companies, and everything they open in a day."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.portal.conftest import employ
from tests.world import World


def manager_of_three(world: World) -> Client:
    """A signed-in client of a new manager of Willow Court, Quay House and Elm Gardens."""
    user = employ(world, "Tri", "Trio", {"willow": "manager", "quay": "manager", "elm": "manager"})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses(world: World) -> dict[str, str]:
    """What such a manager opens, by name."""
    home: Any = world.homes["willow"]
    return {
        "dashboard of the CMS": reverse("wagtailadmin_home"),
        "explorer, first level": reverse("wagtailadmin_explore_root"),
        "explorer, a building": reverse("wagtailadmin_explore", args=[home.pk]),
        "page editor": reverse("wagtailadmin_pages:edit", args=[world.infos["willow"].pk]),
        "page search": reverse("wagtailadmin_pages:search") + "?q=rules",
        "page chooser": reverse("wagtailadmin_choose_page_child", args=[home.pk]),
        "page chooser, search": reverse("wagtailadmin_choose_page_search") + "?q=rules",
        "pictures": reverse("wagtailimages:index"),
        "picture chooser": reverse("wagtailimages_chooser:choose"),
        "documents": reverse("wagtaildocs:index"),
        "document chooser": reverse("wagtaildocs_chooser:choose"),
        "desk": reverse("desk"),
        "desk, buildings": reverse("properties:building-list"),
        "search": reverse("search:results") + "?q=rules",
        "my buildings": reverse("my"),
        "a building's page": "/harbour/willow-court/announcements/?odd",
    }
