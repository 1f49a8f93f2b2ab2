"""Who reads which page and file, and what the pages show."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from buildings.properties.queries import apartments_visible_to, buildings_visible_to
from buildings.residents.queries import people_now_in
from foundation import clock, tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from buildings.properties.models import Apartment, Building
    from buildings.residents.models import Residency
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

    if page.depth < BUILDING_DEPTH:
        return None
    above = BuildingHomePage.objects.filter(path=_ancestor_path(page, BUILDING_DEPTH))
    found: BuildingHomePage | None = above.select_related("building__company").first()
    return found


def can_view_building(user: "Viewer", company_id: int, building_id: int) -> bool:
    """The one answer for pages, images, documents, search, feeds and live messages."""
    if tenancy.sees_everything(user):
        return True
    companies, buildings = tenancy.places(user)
    return company_id in companies or building_id in buildings


def can_view_company(user: "Viewer", company_id: int) -> bool:
    """Anybody who works or lives in one of the company's buildings."""
    return tenancy.sees_everything(user) or any(
        grant.company_id == company_id for grant in tenancy.grants_of(user)
    )


def can_view_page(user: "Viewer", page: Page) -> bool:
    """Whether `user` may read `page` once it is live."""
    if page.depth < COMPANY_DEPTH:
        return True
    home = building_home_of(page)
    if home is not None:
        return can_view_building(user, home.company_id, home.building_id)
    company_page = company_page_of(page)
    return company_page is not None and can_view_company(user, company_page.company_id)


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
    return tenancy.sees_everything(user)


def readable_pages(user: "Viewer") -> Any:
    """Live pages in buildings `user` may read."""
    from portal.models import BuildingHomePage, CompanyPage

    pages = Page.objects.live()
    if tenancy.sees_everything(user):
        return pages.filter(depth__gte=COMPANY_DEPTH)
    companies, buildings = tenancy.places(user)
    condition = Q(pk__in=[])
    for path in CompanyPage.objects.filter(company_id__in=companies).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    for path in BuildingHomePage.objects.filter(building_id__in=buildings).values_list(
        "path", flat=True
    ):
        condition |= Q(path__startswith=path)
    return pages.filter(condition)


def may_edit_pages(user: "Viewer") -> bool:
    """Whether `user` has anything to do in the CMS: an editing role in some place, today."""
    companies, buildings = tenancy.places(user, tenancy.EDITOR_ROLES)
    return bool(companies or buildings) and user.has_perm("wagtailadmin.access_admin")


def references_of(page: Page) -> list[tuple[Any, str]]:
    """(model, id) of every object that an editor made the page point to.

    A private method of Wagtail's, pinned by a test: the public one reads saved rows only.
    """
    fixed = {
        field.name for field in page._meta.get_fields() if not getattr(field, "editable", True)
    }
    return [
        (ContentType.objects.get_for_id(content_type_id).model_class(), object_id)
        for content_type_id, object_id, _, content_path in (
            ReferenceIndex._extract_references_from_object(page)
        )
        if content_path not in fixed
    ]


def has_forged_references(user: "Viewer", page: Page) -> bool:
    """Whether the page points to anything that no chooser would have offered to this person."""
    if user.is_superuser:
        return False
    for model, object_id in references_of(page):
        if model is Page:
            own = policy_registry.get_by_type(Page).explorable_instances(user)
        elif model in (get_image_model(), get_document_model()):
            policy = policy_registry.get_by_type(model)
            own = policy.instances_user_has_any_permission_for(user, ["choose"])
        else:
            return True
        if not own.filter(pk=object_id).exists():
            return True
    return False


def strangers_in(page: Page, place: Page) -> list[str]:
    """Titles of what the page uses and readers of the building around `place` could not open.

    They can open what belongs to their building and what their company keeps for all buildings.
    """
    home = building_home_of(place)
    company_page = company_page_of(place)
    if company_page is None:
        return []
    titles = []
    for model, object_id in references_of(page):
        found = model._default_manager.filter(pk=object_id).first() if model else None
        if found is None:
            continue
        is_page = model is Page
        node = found if is_page else found.collection
        shared = company_page if is_page else company_page.collection
        own = home if is_page or home is None else home.collection
        if node.path != shared.path and not (own and node.path.startswith(own.path)):
            titles.append(str(found))
    return titles


def landing_url(user: "Viewer") -> str | None:
    """Where a signed-in person belongs: the desk for staff, their building for residents."""
    if not user.is_authenticated:
        return None
    if user.is_superuser:
        return reverse("wagtailadmin_home")
    if user.has_perm("properties.enter_desk"):
        return reverse("desk")
    buildings = list(buildings_visible_to(user)[:2])
    if len(buildings) == 1:
        return site_url(buildings[0])
    return reverse("my")


def site_url(building: "Building") -> str:
    return f"/{building.company.slug}/{building.slug}/"


@dataclass(frozen=True, slots=True)
class BuildingLink:
    building: "Building"
    url: str


def buildings_with_pages(user: "Viewer", company_page: "CompanyPage") -> list[BuildingLink]:
    """The buildings of one company that `user` may enter."""
    found = buildings_visible_to(user).filter(company_id=company_page.company_id)
    return [BuildingLink(building, site_url(building)) for building in found]


def my_buildings(user: "Viewer") -> list[BuildingLink]:
    return [BuildingLink(building, site_url(building)) for building in buildings_visible_to(user)]


@dataclass(frozen=True, slots=True)
class MyApartment:
    apartment: "Apartment"
    people: "list[Residency]"


@dataclass(frozen=True, slots=True)
class ResidentHome:
    """What the building's home page shows to one person today."""

    building: "Building"
    greeting: str
    sentence: str
    today: dt.date
    announcements: list[Any]
    sections: list[Page]
    apartments: list[MyApartment]


def resident_home(user: "Viewer", page: "BuildingHomePage") -> ResidentHome:
    building = page.building
    now = clock.now()
    local = now.astimezone(ZoneInfo(building.time_zone))
    announcements = latest_announcements(page)
    fresh = [
        item for item in announcements
        if item.first_published_at and now - item.first_published_at < dt.timedelta(days=7)
    ]  # fmt: skip
    return ResidentHome(
        building=building,
        greeting=_greeting(local.hour),
        sentence=_sentence(fresh),
        today=local.date(),
        announcements=announcements,
        sections=list(page.get_children().live()[:12]),
        apartments=my_apartments(user, building),
    )


def latest_announcements(page: "BuildingHomePage", limit: int = 4) -> list[Any]:
    from portal.models import AnnouncementPage

    return list(
        AnnouncementPage.objects.descendant_of(page).live().order_by("-first_published_at")[:limit]
    )


def my_apartments(user: "Viewer", building: "Building") -> list[MyApartment]:
    """The apartments in which `user` resides today, with who else does."""
    own = {
        grant.apartment_id
        for grant in tenancy.grants_of(user)
        if grant.role == tenancy.RESIDENT
        and grant.building_id == building.pk
        and grant.apartment_id is not None
    }
    found = apartments_visible_to(user).filter(pk__in=own)
    return [MyApartment(item, list(people_now_in(item, building))) for item in found]


def _greeting(hour: int) -> str:
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"


def _sentence(fresh: list[Any]) -> str:
    """One sentence that sums up the day."""
    urgent = [item for item in fresh if item.urgency == "emergency"]
    if urgent:
        return f"Please read this first: {urgent[0].title}."
    if not fresh:
        return "All quiet: nothing new this week."
    if len(fresh) == 1:
        return f"One new announcement this week: {fresh[0].title}."
    return f"{len(fresh)} new announcements this week. The latest: {fresh[0].title}."


def image_collection(path: str) -> Collection | None:
    """The collection of the image whose file or rendition is stored at `path`."""
    # PostgreSQL refuses to compare text with a null character; no file has one.
    if "\x00" in path:
        return None
    images = get_image_model()
    image = (
        images.objects.filter(Q(file=path) | Q(renditions__file=path))
        .select_related("collection")
        .first()
    )
    return image.collection if image is not None else None


def building_site(building: "Building") -> "BuildingHomePage":
    """The home page of a building that was itself fetched through a scoped query."""
    from portal.models import BuildingHomePage

    homes = BuildingHomePage.objects.select_related("collection")
    home: BuildingHomePage = homes.get(building=building)
    return home


def page_with_id(text: str) -> Page | None:
    """The page that a form names; permission is asked for by the caller."""
    return Page.objects.filter(pk=int(text)).first() if text.isdecimal() else None
