"""Who may do what with notifications: everybody with their own, nobody with others'."""

import rules

from foundation.permissions import visible
from notifications.models import Delivery, Notification, PushDevice

rules.add_perm("notifications.view_notification", visible(Notification))
rules.add_perm("notifications.change_notification", visible(Notification))
rules.add_perm("notifications.view_delivery", visible(Delivery))
rules.add_perm("notifications.view_pushdevice", visible(PushDevice))
rules.add_perm("notifications.change_pushdevice", visible(PushDevice))
