"""Writing for, and asking, the search."""

import pytest

from portal.models import AnnouncementPage, InfoPage
from portal.operations.pages import publish_page
from search.models import SearchEntry
from tests.queue import drain


@pytest.fixture
def publish(world):
    """Write a page of a building as its manager would, and let the worker do its part."""

    def write(title, *, building="willow", by="sol", model=InfoPage, **values):
        parent = world.homes[building]
        if model is AnnouncementPage:
            parent = parent.get_children().get(slug="announcements").specific
            values.setdefault("summary", "In short")
        page = publish_page(
            actor=world.people[by],
            parent=parent,
            page=model(title=title, slug=f"p-{SearchEntry.objects.count()}", **values),
        )
        drain()
        return model.objects.get(pk=page.pk)

    return write


@pytest.fixture
def ask(sign_in):
    """`ask("ana", "lift")`: the API's answer; further filters by keyword."""

    def get(name, text, **filters):
        response = sign_in(name).get("/api/v1/search", {"q": text, **filters})
        assert response.status_code == 200, response.content
        return response.json()

    return get


def headings(answer):
    return [item["heading"] for item in answer["items"]]
