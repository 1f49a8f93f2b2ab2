from portal.models.places import BuildingHomePage, CompanyPage

from portal.models.pages import (  # isort: skip - the places come first, pages name them
    AnnouncementIndexPage,
    AnnouncementPage,
    ContactsPage,
    InfoPage,
)

__all__ = [
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "BuildingHomePage",
    "CompanyPage",
    "ContactsPage",
    "InfoPage",
]
