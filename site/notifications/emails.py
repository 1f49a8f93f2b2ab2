"""The one mail in which every kind of notification goes out."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from foundation import mail
from foundation.languages import speaking

if TYPE_CHECKING:
    from notifications.models import Delivery


def send_notification_mail(delivery: "Delivery") -> None:
    """In the language in which it was told. Mail programs offer to unsubscribe (RFC 8058)."""
    notification = delivery.notification
    building = notification.building
    base = settings.BASE_URL.rstrip("/")
    unsubscribe = base + reverse("notifications:unsubscribe", args=[notification.way_out])
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
                "link": base + notification.path,
                "unsubscribe": unsubscribe,
            },
            headers={
                # The same however often it is sent, so that mail programs show it once.
                "Message-ID": f"<{delivery.uuid}@{urlsplit(base).hostname}>",
                "List-Unsubscribe": f"<{unsubscribe}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
