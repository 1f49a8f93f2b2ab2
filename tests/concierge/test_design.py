"""The design keeps its promises: no inline style, no raw component tag, every page in our frame."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template, render_to_string

from concierge.demo.style import StyleView

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"")
PHYSICAL = re.compile(
    r"^\s*(margin|padding|border)-(left|right|top|bottom)\b|^\s*(left|right|top|bottom|width|height):",
    re.MULTILINE,
)


def style_page() -> str:
    context = StyleView().get_context_data()
    return render_to_string("style.html", context)


def test_style_page_shows_every_component() -> None:
    source = "".join(
        path.read_text()
        for name in ("style.html", "base.html", "components")
        for path in ([TEMPLATES / name] if name.endswith("html") else (TEMPLATES / name).glob("*"))
    )
    unused = [
        path.stem
        for path in (TEMPLATES / "components").glob("*.html")
        if not re.search(rf"<c-{path.stem.replace('_', '[-_]')}\b", source)
    ]
    assert unused == ["htmx"]  # a script tag has nothing to show


def test_no_component_tag_survives_rendering() -> None:
    page = style_page()
    assert "<c-" not in page
    assert "{%" not in page


def test_fields_are_tied_to_their_help_and_errors() -> None:
    page = style_page()
    assert 'aria-describedby="id_email_error"' in page
    assert 'id="id_email_error"' in page
    assert 'href="#id_email"' in page
    assert 'aria-describedby="id_name_helptext"' in page


def render(source: str, **context: str) -> str:
    """Component tags are compiled by the loader; a string uses the tags they compile to."""
    return engines["django"].from_string(source).render(context)


def test_components_escape_what_people_typed() -> None:
    for source in (
        "{% cotton pill %}{{ typed }}{% endcotton %}",
        '{% cotton card title="{{ typed }}" %}{% endcotton %}',
        '{% cotton card :title="typed" %}{% endcotton %}',
        '{% cotton button name="{{ typed }}" %}Send{% endcotton %}',
        '{% cotton person :name="typed" :note="typed" %}{% endcotton %}',
    ):
        page = render(source, typed='"><b>')
        assert "<b>" not in page, source
        assert "&lt;b&gt;" in page, source


def test_components_do_not_pick_up_the_page_s_variables() -> None:
    page = render(
        "{% cotton card %}{% endcotton %}{% cotton empty %}{% endcotton %}"
        "{% cotton page_header %}{% endcotton %}{% cotton stat %}{% endcotton %}",
        **dict.fromkeys(("title", "text", "href", "lead", "actions", "foot", "hint"), "leaked"),
    )
    assert "leaked" not in page


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_need_no_context(name: str) -> None:
    page = get_template(name).render()
    assert "<h1>" in page
    assert 'href="/"' in page
    assert "<c-" not in page


def test_nothing_is_styled_inline() -> None:
    offenders = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "emails" not in path.parts and INLINE.search(path.read_text())
    ]
    assert offenders == []


def test_style_sheets_fit_every_writing_direction_and_stay_small() -> None:
    for path in (STATIC / "css").glob("*.css"):
        text = path.read_text()
        assert not PHYSICAL.search(text), path.name
        assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), path.name
        assert len(text.splitlines()) <= 400, path.name


def test_vendored_scripts_name_no_source_map() -> None:
    # collectstatic with hashed names stops at a map that is not there.
    for path in (STATIC / "vendor").glob("*.js"):
        assert "sourceMappingURL" not in path.read_text(), path.name
