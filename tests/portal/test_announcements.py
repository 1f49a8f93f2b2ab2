"""A notice for tenants reaches Teo and not Ana; what is pinned stays on top."""

import datetime as dt
from typing import Any

import pytest

from foundation import clock
from portal.models import AnnouncementIndexPage, AnnouncementPage
from portal.operations.pages import publish_page
from tests.queue import drain

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
TENANTS = [("only_for", {"kinds": ["tenant"]})]


def announce(world: Any, title: str, **values: Any) -> AnnouncementPage:
    index = AnnouncementIndexPage.objects.child_of(world.homes["willow"]).get()
    slug = title.lower().replace(" ", "-")
    page = AnnouncementPage(title=title, slug=slug, summary=f"{title} in short", **values)
    publish_page(actor=world.boris, parent=index, page=page)
    drain()
    return page


def text(client: Any, path: str) -> str:
    return str(client.get(path).content.decode())


class TestForTenantsOnly:
    @pytest.fixture
    def notice(self, world: Any) -> AnnouncementPage:
        return announce(world, "Rent desk moves", audience=TENANTS, category="money")

    @pytest.mark.parametrize("path", [WILLOW, f"{WILLOW}announcements/", "/search/?q=rent"])
    def test_teo_finds_it_and_ana_does_not(
        self, sign_in: Any, notice: AnnouncementPage, path: str
    ) -> None:
        # Whoever comes first: what is kept of a page for one must not reach the other.
        for name in ("ana", "teo", "ana", "boris"):
            assert ("rent-desk-moves" in text(sign_in(name), path)) == (name != "ana"), name

    def test_its_page_exists_for_teo_only(self, sign_in: Any, notice: AnnouncementPage) -> None:
        path = f"{WILLOW}announcements/rent-desk-moves/"
        assert sign_in("teo").get(path).status_code == 200
        for name in ("ana", "iris", "emil", "dara"):
            assert sign_in(name).get(path).status_code == 404, name

    def test_the_archive_counts_what_one_may_read(self, world: Any, sign_in: Any) -> None:
        page = announce(world, "Rents of spring", audience=TENANTS)
        march = dt.datetime(2025, 3, 5, 12, tzinfo=dt.UTC)
        AnnouncementPage.objects.filter(pk=page.pk).update(first_published_at=march)
        listed = f"{WILLOW}announcements/?period=2025-03"
        assert "2025-03" in text(sign_in("teo"), listed)
        ana = text(sign_in("ana"), listed)
        assert 'value="2025-03"' not in ana

    def test_an_audience_of_another_building_is_refused(self, world: Any, sign_in: Any) -> None:
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError):
            AnnouncementPage(
                title="Nobody", summary="x", audience=[("only_for", {"kinds": ["guest"]})]
            ).full_clean()


class TestLists:
    def test_the_pinned_one_stays_on_top(self, world: Any, sign_in: Any) -> None:
        announce(world, "Pinned news", is_pinned=True)
        announce(world, "Newer news")
        page = text(sign_in("ana"), WILLOW)
        assert page.index("Pinned news in short") < page.index("Newer news in short")

    def test_no_longer_when_it_is_no_news(self, world: Any, sign_in: Any) -> None:
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        announce(world, "Pinned news", is_pinned=True, valid_until=yesterday)
        assert "Pinned news in short" not in text(sign_in("ana"), WILLOW)

    def test_are_narrowed_by_category(self, world: Any, sign_in: Any) -> None:
        announce(world, "Water off", category="works")
        listed = text(sign_in("ana"), f"{WILLOW}announcements/?category=works")
        assert "Water off" in listed
        assert "Weeping lift inspection" not in listed
        assert "Weeping lift inspection" in text(
            sign_in("ana"), f"{WILLOW}announcements/?category=nonsense"
        )
