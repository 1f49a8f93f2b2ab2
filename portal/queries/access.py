"""Who reads which page and file: one answer for pages, media, search, feeds and live messages."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from wagtail.models import Collection, Page, get_page_models

from foundation import tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from portal.models import BuildingHomePage, CompanyPage

    Viewer = User | AnonymousUser

# Depths of the tree: root, front page, company, building, everything else below.
COMPANY_DEPTH = 3
BUILDING_DEPTH = 4


def _ancestor_path(page: Page, depth: int) -> str:
    return str(page.path[: depth * page.steplen])


def company_page_of(page: Page) -> "CompanyPage | None":
    """The company page at or above `page`."""
    from portal.models import CompanyPage

    above = CompanyPage.objects.filter(path=_ancestor_path(page, COMPANY_DEPTH))
    found: CompanyPage | None = above.first()
    return found


def building_home_of(page: Page) -> "BuildingHomePage | None":
    """The building's home page at or above `page`, or None above buildings.

    Read from the path, so it stays true when a page is moved.
    """
    from portal.models import BuildingHomePage

    # A page that is just being added has no place yet.
    if not page.depth or page.depth < BUILDING_DEPTH:
        return None
    above = BuildingHomePage.objects.filter(path=_ancestor_path(page, BUILDING_DEPTH))
    found: BuildingHomePage | None = above.select_related("building__company").first()
    return found


def can_view_building(user: "Viewer", company_id: int, building_id: int) -> bool:
    """The one answer for pages, images, documents, search, feeds and live messages."""
    companies, buildings = tenancy.places(user)
    return company_id in companies or building_id in buildings


def can_view_company(user: "Viewer", company_id: int) -> bool:
    """Anybody who works or lives in one of the company's buildings."""
    return any(grant.company_id == company_id for grant in tenancy.grants_of(user))


def works_for_company(user: "Viewer", company_id: int) -> bool:
    """Anybody with a job in any of the company's buildings."""
    return any(
        grant.company_id == company_id and grant.role in tenancy.STAFF_ROLES
        for grant in tenancy.grants_of(user)
    )


def can_view_page(user: "Viewer", page: Page) -> bool:
    """Whether `user` may read `page` once it is live."""
    if page.depth < COMPANY_DEPTH:
        return True
    home = building_home_of(page)
    if home is not None:
        return can_view_building(user, home.company_id, home.building_id)
    company_page = company_page_of(page)
    if company_page is None:
        return False
    if page.depth >= BUILDING_DEPTH:
        # Beside the buildings, the company keeps what only those who work for it read.
        return works_for_company(user, company_page.company_id)
    return can_view_company(user, company_page.company_id)


def can_view_collection(user: "Viewer", collection: Collection) -> bool:
    """Whether `user` may see files in `collection`; the rest is for super users."""
    from portal.models import BuildingHomePage, CompanyPage

    above = Collection.objects.filter(
        path__in=[
            collection.path[:length]
            for length in range(collection.steplen, len(collection.path) + 1, collection.steplen)
        ]
    ).values("pk")
    home = BuildingHomePage.objects.filter(collection__in=above).first()
    if home is not None:
        return can_view_building(user, home.company_id, home.building_id)
    company_page = CompanyPage.objects.filter(collection__in=above).first()
    if company_page is not None:
        return can_view_company(user, company_page.company_id)
    return tenancy.is_platform_staff(user)


def findable_pages() -> Any:
    """Live pages of all buildings that a search may find, and translations of such; for background
    work, which asks for nobody's permission."""
    from portal.models import BuildingHomePage

    place = Substr("path", 1, BUILDING_DEPTH * Page.steplen)
    live = Page.objects.live().annotate(home_path=place)
    homes = BuildingHomePage.objects.values("path")
    originals = live.filter(home_path__in=homes.filter(is_translation=False))
    has_original = Exists(originals.filter(translation_key=OuterRef("translation_key")))
    hidden = [model for model in get_page_models() if not getattr(model, "is_findable", True)]
    return (
        live.filter(home_path__in=homes)
        .filter(has_original)
        .exclude(content_type__in=ContentType.objects.get_for_models(*hidden).values())
    )


def building_home_paths() -> list[str]:
    """Where the site of each building begins in the page tree, as treebeard's paths."""
    from portal.models import BuildingHomePage

    return list(BuildingHomePage.objects.order_by("path").values_list("path", flat=True))


def may_edit_pages(user: "Viewer") -> bool:
    """Whether `user` has anything to do in the CMS: an editing role in some place, today, or the
    platform's front page."""
    companies, buildings = tenancy.places(user, tenancy.EDITOR_ROLES)
    has_places = bool(companies or buildings) or tenancy.is_platform_staff(user)
    return has_places and user.has_perm("wagtailadmin.access_admin")
