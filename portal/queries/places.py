"""Where people belong, and the addresses and pages of their buildings."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail.models import Page

from buildings.properties.queries import buildings_visible_to
from foundation import tenancy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from buildings.properties.models import Building
    from portal.models import BuildingHomePage, CompanyPage

    Viewer = User | AnonymousUser


def landing_url(user: "Viewer") -> str | None:
    """Where a signed-in person belongs: the desk for staff, their building for residents."""
    if not user.is_authenticated:
        return None
    if tenancy.is_platform_staff(user):
        return reverse("support")
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


def first_building_of(user: "Viewer") -> "Building | None":
    """The building that stands for a person where no building is named: their only or first one."""
    if not user.is_authenticated or tenancy.is_platform_staff(user):
        return None
    building: Building | None = buildings_visible_to(user).first()
    return building


def building_site(building: "Building") -> "BuildingHomePage":
    """The home page of a building that was itself fetched through a scoped query."""
    from portal.models import BuildingHomePage

    homes = BuildingHomePage.objects.select_related("collection")
    home: BuildingHomePage = homes.get(building=building, is_translation=False)
    return home


def page_with_id(text: str) -> Page | None:
    """The page that a form names; permission is asked for by the caller."""
    return Page.objects.filter(pk=int(text)).first() if text.isdecimal() else None
