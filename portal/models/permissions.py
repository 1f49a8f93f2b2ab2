"""What may be done to a page, beyond the roles: privacy is never a switch, some pages are fixed."""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from portal.queries.roles import owns_company_of


class BuildingPagePermissionTester(PagePermissionTester):
    """Who reads a page follows from residencies; no editor can open or close it."""

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What nobody has read yet, anybody who writes it may delete; what was published is put
        away instead, and deleted for good by owners only."""
        if not super().can_delete(ignore_bulk):
            return False
        if owns_company_of(self.user, self.page):
            return True
        tree = self.page.get_descendants(inclusive=True)
        return not tree.filter(first_published_at__isnull=False).exists()

    def can_move(self) -> bool:
        """Wagtail takes moving for deleting and writing again; nothing is lost by it."""
        return bool(super().can_delete(ignore_bulk=True))


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


class CompanyOnlyPermissionTester(BuildingPagePermissionTester):
    """Pages for all buildings are written by those who publish for the whole company."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if "publish" not in getattr(self, "permissions", ()):
            self.permissions: set[str] = set()


class MasterPagePermissionTester(CompanyOnlyPermissionTester):
    """Written and taken away, but not carried elsewhere."""

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False


class MasterIndexPermissionTester(FixedPagePermissionTester, CompanyOnlyPermissionTester):
    """The place of such pages stands and falls with the company."""


class InheritedPagePermissionTester(FixedPagePermissionTester):
    """Comes and goes with the company's page; what is left of a deleted one may be deleted."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if getattr(self.page.specific_deferred, "master_id", None) is not None:
            return False
        return bool(super(BuildingPagePermissionTester, self).can_delete(ignore_bulk))
