"""Boris edits and publishes, Ana reads it, and the neighbours are kept out."""

import pytest
from playwright.sync_api import expect


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
