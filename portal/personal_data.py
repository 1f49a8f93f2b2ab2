"""What the buildings' sites keep about a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps

from foundation import personal_data
from portal.models import (
    AnnouncementReceipt,
    DocumentRead,
    EventSignup,
    ExpiryNotice,
    FeedToken,
    OutageChange,
)

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User

#: What the CMS remembers about its user, worth nothing without them.
_OF_THE_CMS = (
    "wagtailusers.UserProfile",
    "wagtailadmin.EditingSession",
    "wagtailadmin.FormState",
    "wagtailcore.APIToken",
    "wagtailcore.PageSubscription",
)


def export(user: "User") -> dict[str, Any]:
    signups = EventSignup.objects.filter(user=user).select_related("event")
    readings = DocumentRead.objects.filter(user=user).select_related("page", "building")
    receipts = AnnouncementReceipt.objects.filter(user=user).select_related("page", "building")
    feeds = FeedToken.objects.filter(user=user).select_related("building")
    outages = OutageChange.objects.filter(by=user).select_related("outage", "building")
    return {
        "event_signups": [
            {
                "event": signup.event.title,
                "starts_at": signup.event.starts_at,
                "seats": signup.seats,
                "state": signup.state,
                "at": signup.created_at,
            }
            for signup in signups
        ],
        "documents_read": [
            {
                "building": reading.building.name,
                "document": reading.page.title,
                "first_at": reading.first_read_at,
                "last_at": reading.last_read_at,
                "times": reading.times,
            }
            for reading in readings
        ],
        "announcements_opened": [
            {
                "building": receipt.building.name,
                "announcement": receipt.page.title,
                "opened_at": receipt.opened_at,
                "confirmed_at": receipt.acknowledged_at,
            }
            for receipt in receipts
        ],
        "feeds": [
            {
                "kind": feed.kind,
                "building": feed.building.name if feed.building else None,
                "made_at": feed.created_at,
                "last_used_at": feed.last_used_at,
            }
            for feed in feeds
        ],
        "outages_managed": [
            {
                "building": change.building.name,
                "outage": change.outage.title,
                "what": change.what,
                "note": change.text,
                "at": change.at,
            }
            for change in outages
        ],
        "pages_written": [
            {"page": entry.label, "action": entry.action, "at": entry.timestamp}
            for entry in apps.get_model("wagtailcore.PageLogEntry").objects.filter(user=user)
        ],
    }


def erase(user: "User") -> "Iterable[Model]":
    """Keys and settings go. Sign-ups, readings and receipts are the building's history, and stay
    unnamed: a seat that was not used yet is given on as when somebody moves out."""
    told: list[Model] = [
        *EventSignup.objects.filter(user=user),
        *DocumentRead.objects.filter(user=user),
        *AnnouncementReceipt.objects.filter(user=user),
        *ExpiryNotice.objects.filter(user=user),
        *FeedToken.objects.filter(user=user),
    ]
    FeedToken.objects.filter(user=user).delete()
    for name in _OF_THE_CMS:
        apps.get_model(name).objects.filter(user=user).delete()
    return told


personal_data.register(personal_data.Part("portal", export=export, erase=erase))
