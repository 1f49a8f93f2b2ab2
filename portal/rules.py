"""Who may do what in the portal, beyond what the permission policies say about single pages."""

import rules

from foundation import tenancy
from foundation.permissions import holds, visible
from portal.models import (
    AnnouncementReceipt,
    AnnouncementSending,
    ArchivedPage,
    DocumentRead,
    EventSignup,
    ExpiryNotice,
    FeedToken,
    LibraryFile,
    MasterVersion,
    Outage,
    OutageChange,
)
from portal.models.library_records import READING_ROLES

DESK_ROLES = frozenset({tenancy.OWNER, tenancy.MANAGER, tenancy.ASSISTANT})

#: Asked by the CMS before it offers to translate a page; the guard checks the page itself.
rules.add_perm("wagtail_localize.submit_translation", holds(tenancy.EDITOR_ROLES))

rules.add_perm("portal.view_libraryfile", visible(LibraryFile))
rules.add_perm("portal.view_documentread", visible(DocumentRead))
rules.add_perm("portal.view_expirynotice", visible(ExpiryNotice))
# Asked with the building: who has read which document.
rules.add_perm("portal.view_readings", holds(READING_ROLES))
rules.add_perm("portal.view_masterversion", visible(MasterVersion))
# Asked with the building's copy: its staff see where it stands, its managers adopt.
rules.add_perm("portal.view_inheritedpage", holds(tenancy.STAFF_ROLES))
rules.add_perm("portal.adopt_inheritedpage", holds(tenancy.PUBLISHER_ROLES))
rules.add_perm("portal.view_archivedpage", visible(ArchivedPage))
rules.add_perm("portal.view_eventsignup", visible(EventSignup))
rules.add_perm("portal.remove_eventsignup", holds(DESK_ROLES))
# Asked with the building.
rules.add_perm("portal.export_eventsignups", holds(tenancy.STAFF_ROLES))
rules.add_perm("portal.view_feedtoken", visible(FeedToken))
rules.add_perm("portal.view_announcementsending", visible(AnnouncementSending))
rules.add_perm("portal.view_announcementreceipt", visible(AnnouncementReceipt))
rules.add_perm("portal.send_announcement", holds(tenancy.PUBLISHER_ROLES))
# Asked with the building.
rules.add_perm("portal.view_receipts", holds(DESK_ROLES))
rules.add_perm("portal.view_outage", visible(Outage))
rules.add_perm("portal.view_outagechange", visible(OutageChange))
# Asked with the building, or with an outage of it.
rules.add_perm("portal.manage_outage", holds(tenancy.PUBLISHER_ROLES))
