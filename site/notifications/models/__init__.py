from notifications.models.deliveries import Delivery
from notifications.models.devices import PushDevice
from notifications.models.notifications import Notification

__all__ = ["Delivery", "Notification", "PushDevice"]
