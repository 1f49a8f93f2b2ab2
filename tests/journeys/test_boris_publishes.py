"""Boris edits and publishes, Ana reads it, and the neighbours are kept out."""

import pytest
from playwright.sync_api import expect

from tests.queue import drain


class TestAnAnnouncement:
    def test_is_written_by_boris_and_read_by_ana(self, story, visit):
        index = story.homes["willow"].get_children().get(slug="announcements")
        editor = visit("boris", f"/cms/pages/add/portal/announcementpage/{index.pk}/")
        editor.fill("[name=title]", "Garden gate repaired")
        editor.fill("[name=summary]", "The gate to the garden closes again.")
        editor.get_by_role("button", name="More actions").first.click()
        with editor.expect_navigation():
            editor.get_by_role("button", name="Publish", exact=True).click()

        home = visit("ana", "/harbour/willow-court/")
        expect(home.get_by_role("link", name="Garden gate repaired")).to_be_visible()
        home.get_by_role("link", name="Garden gate repaired").click()
        expect(home.get_by_role("heading", level=1)).to_have_text("Garden gate repaired")

    def test_stands_in_anas_inbox_and_boris_sees_that_she_read_it(self, story, visit):
        index = story.homes["willow"].get_children().get(slug="announcements")
        editor = visit("boris", f"/cms/pages/add/portal/announcementpage/{index.pk}/")
        editor.fill("[name=title]", "Gas smelled in the cellar")
        editor.fill("[name=summary]", "Do not use the lift.")
        editor.select_option("[name=urgency]", "emergency")
        editor.get_by_role("button", name="More actions").first.click()
        with editor.expect_navigation():
            editor.get_by_role("button", name="Publish", exact=True).click()
        drain()

        ana = visit("ana", "/my/")
        expect(ana.locator(".unread-badge")).to_have_text("2")
        ana.get_by_role("link", name="Inbox").click()
        ana.get_by_role("link", name="Gas smelled in the cellar").click()
        expect(ana.get_by_role("heading", level=1)).to_have_text("Gas smelled in the cellar")
        expect(ana.locator(".unread-badge")).to_have_text("1")

        desk = visit("boris", "/desk/harbour/willow-court/announcements/")
        desk.get_by_role("link", name="Gas smelled in the cellar").click()
        row = desk.get_by_role("row").filter(has_text="Ana Almeida")
        expect(row).to_contain_text("read")
        expect(desk.get_by_role("row").filter(has_text="Teo Brandt")).to_contain_text("not yet")

    @pytest.mark.parametrize("name", ["dara", "emil", "iris"])
    def test_is_hidden_from_strangers_at_every_door(self, story, visit, name):
        page = visit(name, "/harbour/willow-court/announcements/lift-inspection/")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("Weeping")
        image, document = story.images["willow"], story.documents["willow"]
        rendition = image.get_rendition("width-40")
        for address in (
            "/harbour/willow-court/",
            image.file.url,
            rendition.url,
            document.url,
            "/api/v1/apartments?building=willow-court",
        ):
            assert page.request.get(address).status == 404, address
        # The page repeats the word that was asked for, and nothing that begins with it.
        found = page.request.get("/search/?q=Weeping").text()
        for title in ("lift inspection", "house rules", "summer party", "minutes", "rules"):
            assert f"Weeping {title}" not in found


class TestTheFrontDoor:
    def test_takes_everybody_where_they_belong(self, visit):
        assert visit("ana", "/").url.endswith("/harbour/willow-court/")
        assert visit("boris", "/").url.endswith("/desk/")
        front = visit("nobody", "/")
        expect(front.get_by_role("heading", level=1)).to_have_text("Your building, in good hands")
