from portal.models.places import BuildingHomePage, CompanyPage

from portal.models.pages import (  # isort: skip - the places come first, pages name them
    BuildingPage,
    ContactsPage,
    InfoPage,
    StandingPage,
)
from portal.models.announcements import AnnouncementIndexPage, AnnouncementPage  # isort: skip
from portal.models.standing import (  # isort: skip
    CommitteePage,
    FAQPage,
    GalleryPage,
    HouseRulesPage,
)
from portal.models.library import (  # isort: skip
    DocumentFolderPage,
    DocumentLibraryPage,
    DocumentPage,
    DocumentVersion,
)
from portal.models.archive import ArchivedPage
from portal.models.library_records import DocumentRead, ExpiryNotice, LibraryFile
from portal.models.masters import (
    InheritedPage,
    MasterIndexPage,
    MasterPage,
    MasterVersion,
    ReplacedPart,
)

from portal.models.events import EventIndexPage, EventPage  # isort: skip
from portal.models.feeds import FeedToken  # isort: skip
from portal.models.outages import Outage, OutageChange  # isort: skip
from portal.models.sendings import AnnouncementReceipt, AnnouncementSending  # isort: skip
from portal.models.signups import EventSignup  # isort: skip
from portal.models.workflow import BuildingApprovalTask

__all__ = [
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementReceipt",
    "AnnouncementSending",
    "ArchivedPage",
    "BuildingApprovalTask",
    "BuildingHomePage",
    "BuildingPage",
    "CommitteePage",
    "CompanyPage",
    "ContactsPage",
    "DocumentFolderPage",
    "DocumentLibraryPage",
    "DocumentPage",
    "DocumentRead",
    "DocumentVersion",
    "EventIndexPage",
    "EventPage",
    "EventSignup",
    "ExpiryNotice",
    "FAQPage",
    "FeedToken",
    "GalleryPage",
    "HouseRulesPage",
    "InfoPage",
    "InheritedPage",
    "LibraryFile",
    "MasterIndexPage",
    "MasterPage",
    "MasterVersion",
    "Outage",
    "OutageChange",
    "ReplacedPart",
    "StandingPage",
]
