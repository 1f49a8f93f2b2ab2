"""Pages are accessible, stay inside the screen, and obey the strict content policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    ("nobody", "/"),
    ("nobody", "/accounts/login/"),
    ("nobody", "/style/"),
    ("ana", "/harbour/willow-court/"),
    ("ana", "/harbour/willow-court/announcements/"),
    ("ana", "/harbour/willow-court/announcements/lift-inspection/"),
    ("ana", "/harbour/willow-court/contacts/"),
    ("ana", "/search/?q=lift"),
    ("ana", "/my/"),
    ("boris", "/desk/"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize(("name", "path"), PAGES)
class TestEveryPage:
    def test_has_no_accessibility_violation_in_light_and_dark(self, visit, name, path):
        page = visit(name, path)
        for scheme in ("light", "dark"):
            for width in (1280, 390, 320):
                page.emulate_media(color_scheme=scheme)
                # The full height, so that the phone's tab bar covers nothing while axe measures.
                page.set_viewport_size({"width": width, "height": 3000})
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                if width == 320:
                    continue
                result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
                assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("window.violations") == []
