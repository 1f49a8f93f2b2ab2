"""What may be done to a page, beyond the roles: privacy is never a switch, some pages are fixed."""

from wagtail.models import Page, PagePermissionTester


class BuildingPagePermissionTester(PagePermissionTester):  # type: ignore[misc]
    """Who reads a page follows from residencies; no editor can open or close it."""

    def can_set_view_restrictions(self) -> bool:
        return False


class FixedPagePermissionTester(BuildingPagePermissionTester):
    """Editing yes; anything that would take the page away or double it, no, for anybody."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False
