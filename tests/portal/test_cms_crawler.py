"""Every address of /cms/, asked for with one's own ids and with everybody else's.

The routes come from Wagtail itself, so a view that a new version adds is crawled and closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Revision

from portal.middleware import ALLOWED
from tests.portal.conftest import Editor
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KINDS = ["one building", "two in one company", "two companies", "assistant"]
CATCH_ALL = "cms/^.*/$"
#: Wagtail's own test of its error page.
RAISES_ON_PURPOSE = "wagtailadmin_error_test"


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str

    @property
    def is_allowed(self) -> bool:
        return self.name in ALLOWED

    @property
    def names_something(self) -> bool:
        return "<" in self.pattern


def _walk(resolver: Any, spaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*spaces, entry.namespace or ""), pattern)
        elif isinstance(entry, URLPattern) and pattern.startswith("cms/"):
            yield Route(":".join([*filter(None, spaces), entry.name or ""]), pattern)


ROUTES = [route for route in _walk(get_resolver(), (), "") if route.pattern != CATCH_ALL]


def address(route: Route, world: World, building: str, page: Any) -> str:
    """The route filled in with ids of `building`, its pages by `page`."""
    revision = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("-pk").first()
    pk = page.pk
    if "images" in route.name:
        pk = world.images[building].pk
    elif "docs" in route.name or "documents" in route.name:
        pk = world.documents[building].pk
    content_type = ContentType.objects.get_for_model(type(page))
    values = {
        "pk": pk,
        "object_id": page.pk,
        "image_id": world.images[building].pk,
        "document_id": world.documents[building].pk,
        "doc_id": world.documents[building].pk,
        "revision_id": revision.pk if revision else 0,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "collection_id": world.homes[building].collection_id,
        "content_type_app_name": "portal",
        "content_type_model_name": content_type.model,
        "app_label": "wagtailcore" if "bulk" in route.name else "portal",
        "app_name": "taggit",
        "model_name": {"wagtail_bulk_action": "page", "wagtailadmin_tag_model_autocomplete": "tag"}
        .get(route.name, content_type.model),
        "action": "delete",
        "action_name": "copy",
        "filter_spec": "max-100x100",
        "uidb64": "MQ",
        "token": "a-token",
        "destination_id": world.homes[building].pk,
    }  # fmt: skip

    def fill(match: re.Match[str]) -> str:
        name = match["name"] or match["group"]
        return str(values.get(name, page.pk if name.endswith(("page_id", "move_id")) else 1))

    path = re.sub(r"\(\?P<(?P<group>\w+)>[^)]*\)|<(?:\w+:)?(?P<name>\w+)>", fill, route.pattern)
    return "/" + re.sub(r"[\^$\\]", "", path)


def visits(editor: Editor, world: World, buildings: tuple[str, ...]) -> Iterator[tuple[Route, str]]:
    for building in buildings:
        pages = (world.infos[building], world.homes[building])
        for route in ROUTES:
            seen = set()
            for page in pages:
                path = address(route, world, building, page)
                if path not in seen and (route.is_allowed or page is pages[0]):
                    seen.add(path)
                    query = "search=lift" if "_api:" in route.name else "q=lift&term=E"
                    yield route, f"{path}?{query}"


class TestGuard:
    def test_it_names_only_views_that_exist(self) -> None:
        assert sorted(ALLOWED - {route.name for route in ROUTES}) == []

    def test_wagtail_has_the_routes_that_we_reviewed(self) -> None:
        """A sudden drop means that the crawler no longer understands the addresses."""
        assert len(ROUTES) > 140

    def test_what_it_does_not_name_does_not_exist_for_staff(self, boris, world) -> None:
        client = boris.client()
        for route, path in visits(boris, world, ("willow",)):
            if not route.is_allowed:
                assert client.get(path).status_code == 404, path

    @pytest.mark.parametrize("name", ["ana", "fin"])
    def test_nothing_exists_for_people_who_do_not_edit(self, sign_in, world, boris, name) -> None:
        client = sign_in(name)
        for route, path in visits(boris, world, ("willow",)):
            if route.is_allowed:
                assert client.get(path).status_code == 404, path

    def test_anonymous_people_find_one_door(self, client, world, boris) -> None:
        for _, path in visits(boris, world, ("willow",)):
            response = client.get(path)
            assert response.status_code == 302, path
            assert response["Location"].startswith("/accounts/login/?next=/cms/"), path


class TestStaffReadOnlyTheirOwn:
    @pytest.mark.parametrize("kind", ["two companies", "assistant"])
    def test_with_own_ids(self, editors, world, kind) -> None:
        editor = editors[kind]
        client = editor.client()
        found = {}
        for route, path in visits(editor, world, editor.own):
            if not route.is_allowed:
                continue
            response = client.get(path)
            if response.status_code >= 500 or (leaks := editor.leaks_in(response)):
                found[path] = response.status_code, leaks
        assert found == {}

    @pytest.mark.parametrize("kind", KINDS)
    def test_with_foreign_ids(self, editors, world, kind) -> None:
        editor = editors[kind]
        client = editor.client()
        found = {}
        for route, path in visits(editor, world, editor.foreign):
            if not route.is_allowed or not route.names_something:
                continue
            for method in (client.get, client.post):
                response = method(path)
                if response.status_code >= 500 or (leaks := editor.leaks_in(response)):
                    found[path] = response.status_code, leaks
        assert found == {}


def test_super_users_reach_everything(world, boris, sign_in) -> None:
    """The guard is for staff; the platform's own people keep all of Wagtail."""
    client = sign_in("sol")
    unexpected = {}
    for route, path in visits(boris, world, ("willow",)):
        if route.name == RAISES_ON_PURPOSE:
            continue
        status = client.get(path).status_code
        is_fine = status in (200, 302) if route.is_allowed else status < 500
        # Answers to forms only, uploads that are not there, and ids of another kind of thing.
        if not is_fine and not (route.is_allowed and status in (400, 404, 405)):
            unexpected[path] = status
    assert unexpected == {}
