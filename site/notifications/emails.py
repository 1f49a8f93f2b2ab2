"""The mails in which notifications go out: one by itself, or many in a digest."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from foundation import mail
from foundation.languages import language_for, speaking
from notifications.models.notifications import way_out_of

if TYPE_CHECKING:
    from notifications.models import Delivery, Notification


def send_notification_mail(delivery: "Delivery") -> None:
    """In the language in which it was told. Mail programs offer to unsubscribe (RFC 8058)."""
    notification = delivery.notification
    building = notification.building
    unsubscribe = _unsubscribe(notification.way_out)
    with speaking(notification.user, building):
        mail.send(
            to=delivery.address,
            message="notifications/message",
            language=notification.language,
            context={
                "title": notification.title,
                "text": notification.text,
                "urgency": notification.urgency,
                "building": building.name if building else "",
                "company": building.company.name if building else "",
                "link": _link(notification),
                "unsubscribe": unsubscribe,
            },
            headers=_headers(str(delivery.uuid), unsubscribe),
            mail_id=str(delivery.uuid),
        )


def send_digest_mail(deliveries: "Sequence[Delivery]") -> None:
    """One person's news in one mail, building by building, each in the language it was told in.

    The mail program's button ends mails of all kinds that it lists; the page behind it also
    offers to have each mail by itself.
    """
    first = deliveries[0]
    user = first.notification.user
    kinds = sorted({item.notification.kind for item in deliveries})
    unsubscribe = _unsubscribe(way_out_of(user, kinds, is_digest=True))
    groups: list[dict[str, Any]] = []
    for building, items in groupby(deliveries, key=lambda item: item.notification.building):
        entries = [
            {
                "title": item.notification.title,
                "text": item.notification.text,
                "urgency": item.notification.urgency,
                "link": _link(item.notification),
                "unsubscribe": _unsubscribe(item.notification.way_out),
            }
            for item in items
        ]
        groups.append(
            {
                "building": building.name if building else "",
                "company": building.company.name if building else "",
                "entries": entries,
            }
        )
    building = first.notification.building
    with speaking(user, building):
        mail.send(
            to=first.address,
            message="notifications/digest",
            language=language_for(user, building),
            context={
                "name": user.display_name,
                "count": len(deliveries),
                "groups": groups,
                "unsubscribe": unsubscribe,
                "preferences": _base() + reverse("my-preferences"),
            },
            headers=_headers(str(first.digest), unsubscribe),
            mail_id=str(first.digest),
        )


def _base() -> str:
    return str(settings.BASE_URL).rstrip("/")


def _link(notification: "Notification") -> str:
    return _base() + notification.path


def _unsubscribe(token: str) -> str:
    return _base() + reverse("notifications:unsubscribe", args=[token])


def _headers(mail_id: str, unsubscribe: str) -> dict[str, str]:
    return {
        # The same however often it is sent, so that mail programs show it once.
        "Message-ID": f"<{mail_id}@{urlsplit(settings.BASE_URL).hostname}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
