"""Lists and single objects agree: `visible_to` finds just the rows one has permission to view."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models

from tests.contracts.matrix import PEOPLE

pytestmark = pytest.mark.django_db

MODELS = sorted(
    (model for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to")),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def viewer(world: Any) -> Any:
    """A person of the cast, nobody, or somebody whose account was switched off."""

    def find(name: str) -> Any:
        if name == "nobody":
            return AnonymousUser()
        if name in ("switched-off manager", "switched-off super user"):
            user = world.people["boris" if "manager" in name else "sol"]
            user.is_active = False
            user.save(update_fields=["is_active"])
            return user
        return world.people[name]

    return find


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("name", [*PEOPLE, "switched-off manager", "switched-off super user"])
def test_visible_to_equals_has_perm(model: type[models.Model], name: str, viewer: Any) -> None:
    user = viewer(name)
    permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
    manager: Any = model._default_manager
    allowed = {row.pk for row in manager.all() if user.has_perm(permission, row)}
    assert set(manager.visible_to(user).values_list("pk", flat=True)) == allowed


def test_the_world_has_rows_to_judge() -> None:
    """An empty table would agree with anything."""
    empty = {model._meta.label for model in MODELS if not model._default_manager.exists()}
    assert empty <= {
        "imports.ImportRun",
        "imports.ImportProblem",
        "portal.ArchivedPage",
        "portal.MasterVersion",
        "search.DocumentText",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("name", ["nobody", "switched-off manager", "switched-off super user"])
def test_without_an_active_account_nothing_is_visible(
    model: type[models.Model], name: str, viewer: Any
) -> None:
    manager: Any = model._default_manager
    assert not manager.visible_to(viewer(name)).exists()


def test_the_other_company_is_invisible(world: Any) -> None:
    """Nothing of Rival Estates is visible to anybody of Harbour, whatever the model."""
    rival = world.companies["rival"].pk
    for model in MODELS:
        if any(field.attname == "company_id" for field in model._meta.concrete_fields):
            for name in ("mara", "boris", "asta", "fin", "ana", "teo", "iris"):
                manager: Any = model._default_manager
                leaked = manager.visible_to(world.people[name]).filter(company_id=rival)
                assert not leaked.exists(), f"{name} sees {model._meta.label}"
