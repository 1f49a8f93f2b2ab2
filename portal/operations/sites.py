"""The page trees of companies and buildings, and their private media collections."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page, Site

from foundation import audit
from foundation.actors import Actor
from portal.models import (
    AnnouncementIndexPage,
    BuildingHomePage,
    CompanyPage,
    ContactsPage,
    DocumentLibraryPage,
    EventIndexPage,
    MasterIndexPage,
)
from portal.models.translations import translated_slug
from portal.queries.languages import locale_of

if TYPE_CHECKING:
    from accounts.models import Company
    from buildings.properties.models import Building

#: Beside the buildings; no building can be called so, because of the underscore.
MASTERS_SLUG = "_all"


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
    page.add_child(instance=MasterIndexPage(title=_("Pages for all buildings"), slug=MASTERS_SLUG))
    audit.record(actor, "portal.company_pages_opened", page)
    return page


@transaction.atomic
def open_building_site(*, actor: Actor, building: "Building") -> BuildingHomePage:
    """Make `/<company>/<building>/` with its first pages and collection. Part of creating it."""
    company_page = CompanyPage.objects.select_for_update().get(company_id=building.company_id)
    collection = company_page.collection.add_child(name=building.name)
    # The first texts are the building's own from now on, so they are in its language.
    with translation.override(building.language):
        home: BuildingHomePage = company_page.add_child(
            instance=BuildingHomePage(
                title=building.name,
                slug=building.slug,
                locale=locale_of(building.language),
                building=building,
                company_id=building.company_id,
                collection=collection,
                welcome=_("The home page of %(name)s.") % {"name": building.name},
            )
        )
        home.add_child(
            instance=AnnouncementIndexPage(
                title=_("Announcements"), slug="announcements", show_in_menus=True
            )
        )
        home.add_child(
            instance=ContactsPage(title=_("Contacts"), slug="contacts", show_in_menus=True)
        )
        home.add_child(
            instance=DocumentLibraryPage(title=_("Documents"), slug="documents", show_in_menus=True)
        )
        home.add_child(
            instance=EventIndexPage(title=_("Events"), slug="events", show_in_menus=True)
        )
    audit.record(actor, "portal.building_site_opened", home)
    return home


@transaction.atomic
def follow_building(*, actor: Actor, building: "Building") -> None:
    """Give the building's pages its present name and address."""
    homes = BuildingHomePage.objects.select_for_update().select_related("locale")
    for home in homes.filter(building_id=building.pk):
        slug = building.slug
        if home.is_translation:
            slug = translated_slug(slug, home.locale.language_code)
        if (home.title, home.slug) == (building.name, slug):
            continue
        home.title, home.draft_title, home.slug = building.name, building.name, slug
        # Wagtail's save moves the addresses of all pages below.
        home.full_clean()
        home.save()
        audit.record(actor, "portal.building_site_renamed", home)
