"""The accessibility checker that looks over editors' shoulders."""

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem


class PageChecker(ContentCheckerItem):
    """Checks what editors write, by the rules our own tests check the whole page with.

    Left out is what no editor can mend: the frame around the text, and the description for search
    engines, which never see these pages.
    """

    axe_include: ClassVar[list[str]] = ["main"]
    axe_run_only: ClassVar[list[str]] = [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
    ]  # fmt: skip
    #: Moderate findings about landmarks are about the frame, which a preview shows only in part.
    axe_rules: ClassVar[dict[str, Any]] = {"region": {"enabled": False}}
    axe_custom_rules: ClassVar[list[Any]] = [
        rule
        for rule in ContentCheckerItem.axe_custom_rules
        if rule["id"] != "empty-meta-description"
    ]
    axe_custom_checks: ClassVar[list[Any]] = [
        check
        for check in ContentCheckerItem.axe_custom_checks
        if check["id"] != "check-empty-meta-description"
    ]


@hooks.register("construct_wagtail_userbar")
def check_with_our_rules(request: HttpRequest, items: list[Any], page: Any) -> None:
    """The bar exists in previews only (see templates/layouts/site.html), and only to check."""
    items[:] = [
        PageChecker(in_editor=item.in_editor)
        for item in items
        if isinstance(item, ContentCheckerItem)
    ]
