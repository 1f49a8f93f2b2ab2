"""Ana looks for the fire drill: she types, is offered headings, narrows to documents, opens one."""

from django.core.files.base import ContentFile
from playwright.sync_api import expect
from wagtail.documents import get_document_model

from portal.models import InfoPage
from portal.operations.pages import publish_page
from tests.queue import drain
from tests.search import files


class TestASearch:
    def test_leads_from_a_few_letters_to_the_words_of_a_pdf(self, story, visit):
        document = get_document_model().objects.create(
            title="Fire drill plan",
            file=ContentFile(files.pdf("Gather at the sundial"), name="drill.pdf"),
            collection=story.homes["willow"].collection,
        )
        publish_page(
            actor=story.boris,
            parent=story.homes["willow"],
            page=InfoPage(
                title="Fire drill on Monday",
                slug="fire-drill",
                body=[("documents", {"title": "", "documents": [document]})],
            ),
        )
        drain()

        page = visit("ana", "/harbour/willow-court/")
        box = page.get_by_role("search", name="Site").get_by_label("Search")
        box.press_sequentially("fire dr")
        offered = page.locator("#search-suggestions option")
        expect(offered).to_have_count(2)
        assert "Fire drill plan" in offered.evaluate_all("all => all.map(one => one.value)")
        box.press("Enter")
        expect(page.get_by_role("listitem").filter(has_text="Fire drill")).to_have_count(2)
        page.get_by_role("link", name="Documents 1").click()
        expect(page.locator(".hit")).to_have_count(1)
        expect(page.locator(".hit mark").first).to_have_text("Fire")
        expect(page.get_by_label("What are you looking for?")).to_have_value("fire dr")
        # The browser shows a PDF itself.
        found = page.get_by_role("link", name="Fire drill plan").get_attribute("href")
        assert page.request.get(found).headers["content-type"] == "application/pdf"
        assert page.evaluate("window.violations") == []
