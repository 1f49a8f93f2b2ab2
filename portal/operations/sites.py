"""The page trees of companies and buildings, and their private media collections."""

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Collection, Page, Site

from foundation import audit
from foundation.actors import Actor
from portal.models import AnnouncementIndexPage, BuildingHomePage, CompanyPage, ContactsPage

if TYPE_CHECKING:
    from accounts.models import Company
    from buildings.properties.models import Building


@transaction.atomic
def open_company_pages(*, actor: Actor, company: "Company") -> CompanyPage:
    """Make `/<company>/` and the company's collection. Part of opening the company.

    Pages are locked before collections, here and everywhere, so that parallel calls queue up
    instead of blocking each other.
    """
    site = Site.objects.get(is_default_site=True)
    front = Page.objects.select_for_update().get(pk=site.root_page_id)
    collection = Collection.get_first_root_node().add_child(name=company.name)
    page: CompanyPage = front.add_child(
        instance=CompanyPage(
            title=company.name, slug=company.slug, company=company, collection=collection
        )
    )
    audit.record(actor, "portal.company_pages_opened", page)
    return page


@transaction.atomic
def open_building_site(*, actor: Actor, building: "Building") -> BuildingHomePage:
    """Make `/<company>/<building>/` with its first pages and collection. Part of creating it."""
    company_page = CompanyPage.objects.select_for_update().get(company_id=building.company_id)
    collection = company_page.collection.add_child(name=building.name)
    home: BuildingHomePage = company_page.add_child(
        instance=BuildingHomePage(
            title=building.name,
            slug=building.slug,
            building=building,
            company_id=building.company_id,
            collection=collection,
            welcome=f"The home page of {building.name}.",
        )
    )
    home.add_child(instance=AnnouncementIndexPage(title="Announcements", slug="announcements"))
    home.add_child(instance=ContactsPage(title="Contacts", slug="contacts"))
    audit.record(actor, "portal.building_site_opened", home)
    return home


@transaction.atomic
def follow_building(*, actor: Actor, building: "Building") -> None:
    """Give the building's pages its present name and address."""
    home = BuildingHomePage.objects.select_for_update().get(building_id=building.pk)
    if (home.title, home.slug) == (building.name, building.slug):
        return
    home.title, home.draft_title, home.slug = building.name, building.name, building.slug
    # Wagtail's save moves the addresses of all pages below.
    home.full_clean()
    home.save()
    audit.record(actor, "portal.building_site_renamed", home)
