"""Managers of every kind, and the words that none of them may ever read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from accounts.operations.staff import add_staff
from accounts.operations.users import create_verified_user
from buildings.properties.operations.staff import assign_buildings
from foundation.actors import SystemActor
from portal.models import DocumentPage
from tests.world import TOKENS, World, made_once, recall

SYSTEM = SystemActor("tests")

#: What gives a building away: titles, names and people that appear nowhere else.
SECRETS = {
    "willow": (TOKENS["willow"], "Willow Court", "Boris Lang", "boris@", "Ana Almeida"),
    "quay": (TOKENS["quay"], "Quay House", "Iris Quist", "iris@", "Quentin Shore"),
    "elm": (TOKENS["elm"], "Elm Gardens", "Dara Voss", "dara@", "Emil Costa", "Rival Estates"),
}


@dataclass
class Editor:
    """Somebody who works in the CMS, with the buildings they may and may not see."""

    name: str
    user: User
    own: tuple[str, ...]

    @property
    def foreign(self) -> tuple[str, ...]:
        return tuple(key for key in TOKENS if key not in self.own)

    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def leaks_in(self, response: Any) -> list[str]:
        """The secrets of other buildings that `response` tells this person."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = body.decode(errors="replace") + str(dict(response.headers))
        return [secret for key in self.foreign for secret in SECRETS[key] if secret in text]


def employ(world: World, first: str, last: str, jobs: dict[str, str]) -> User:
    """A new person with a job (building: role) in each building's company."""
    user = create_verified_user(
        actor=SYSTEM,
        email=f"{first}@staff.example".lower(),
        first_name=first,
        last_name=last,
        password=None,
    )
    for company in {world.buildings[key].company for key in jobs}:
        keys = [key for key in jobs if world.buildings[key].company == company]
        membership = add_staff(
            actor=SYSTEM, company=company, user=user, role=jobs[keys[0]],
            covers_all_buildings=False,
        )  # fmt: skip
        assign_buildings(
            actor=SYSTEM, membership=membership, buildings=[world.buildings[key] for key in keys]
        )
    return User.objects.get(pk=user.pk)


@pytest.fixture(scope="module")
def staffed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """More staff, and traces of everybody's work."""
    with made_once(django_db_blocker):
        world = recall()
        quentin = employ(world, "Quentin", "Shore", {"quay": "manager"})
        employ(world, "Pia", "Pair", {"willow": "manager", "quay": "manager"})
        employ(world, "Bo", "Both", {"willow": "manager", "elm": "manager"})
        for key, author in (("quay", quentin), ("elm", world.people["dara"])):
            # Authors, edits and locks are what lists of the platform would show.
            page = Page.objects.get(pk=world.infos[key].pk).specific
            page.save_revision(user=author, log_action=True)
            Page.objects.filter(pk=page.pk).update(owner=author, locked=True, locked_by=author)
        for key in TOKENS:
            for item in (world.homes[key], world.announcements[key]):
                page = Page.objects.get(pk=item.pk).specific
                page.save_revision(user=world.people["sol"], log_action=True)
        yield


@pytest.fixture
def editors(staffed: None, world: World) -> dict[str, Editor]:
    """Managers of one building, of two in one company, of two in two companies; an assistant."""
    people = {user.email: user for user in User.objects.filter(email__endswith="@staff.example")}
    return {
        "one building": Editor("boris", world.people["boris"], ("willow",)),
        "two in one company": Editor("pair", people["pia@staff.example"], ("willow", "quay")),
        "two companies": Editor("both", people["bo@staff.example"], ("willow", "elm")),
        "assistant": Editor("asta", world.people["asta"], ("willow",)),
    }


@pytest.fixture
def boris(editors: dict[str, Editor]) -> Editor:
    return editors["one building"]


@pytest.fixture
def fields_of(world: World) -> Callable[..., dict[str, Any]]:
    """What the editor's browser would post for a page with this text; changes by keyword."""

    def make(page: Any = None, **changes: Any) -> dict[str, Any]:
        body: list[tuple[str, Any]] = changes.pop("blocks", [])
        fields: dict[str, Any] = {
            "title": page.title if page else "A new page",
            "slug": page.slug if page else "a-new-page",
            "summary": "In short",
            "urgency": "info",
            "welcome": "Come in",
            "hero_image": "",
            "go_live_at": "",
            "expire_at": "",
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MIN_NUM_FORMS": 0,
            "comments-MAX_NUM_FORMS": "",
            "body-count": len(body),
            "audience-count": 0,
            "category": "general",
        }
        for number, (kind, values) in enumerate(body):
            prefix = f"body-{number}"
            fields |= {
                f"{prefix}-deleted": "", f"{prefix}-order": number,
                f"{prefix}-type": kind, f"{prefix}-id": "",
            }  # fmt: skip
            if isinstance(values, dict):
                fields |= {f"{prefix}-value-{name}": value for name, value in values.items()}
            else:
                fields[f"{prefix}-value"] = values
        return fields | changes

    return make


@pytest.fixture
def pump(world: World) -> Any:
    """The page of tests/portal/pump.py."""
    from tests.portal.pump import publish

    return publish(world)


@pytest.fixture
def minutes(world) -> DocumentPage:
    return world.minutes["willow"]


@pytest.fixture
def guide(world) -> DocumentPage:
    return world.guides["willow"]
