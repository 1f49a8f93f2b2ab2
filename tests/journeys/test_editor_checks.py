"""Wagtail's accessibility checker works in the editor, and finds nothing on seeded pages."""

import pytest
from playwright.sync_api import expect

from portal.models import InfoPage
from portal.operations.pages import publish_page


@pytest.fixture
def checks(visit):
    """Boris opens a page's editor and its checks; answers the panel once they have run."""

    def run(page_id):
        page = visit("boris", f"/cms/pages/{page_id}/edit/")
        page.locator("[data-side-panel-toggle=checks]").click()
        panel = page.locator("[data-side-panel=checks]")
        # Counting the words is the last thing the checks do with the preview.
        expect(panel.locator("[data-content-word-count]")).not_to_have_text("-", timeout=30_000)
        return panel

    return run


class TestTheChecksPanel:
    def test_is_content_with_seeded_pages_and_not_with_a_careless_one(self, story, checks):
        panel = checks(story.announcements["willow"].pk)
        expect(panel.get_by_text("Issues found")).to_be_visible()
        expect(panel.locator("[data-content-checker-row]")).to_have_count(0)
        expect(panel.locator(".w-content-checker__count")).to_have_text("0")

        picture = {"image": story.images["willow"].pk, "alt_text": "wall.png", "decorative": False}
        careless = publish_page(
            actor=story.boris,
            parent=story.homes["willow"],
            page=InfoPage(
                title="Careless",
                slug="careless",
                body=[{"type": "image", "value": picture}],
            ),
        )
        expect(checks(careless.pk).locator(".w-content-checker__count")).to_have_text("1")
