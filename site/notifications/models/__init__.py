from notifications.models.deliveries import Delivery
from notifications.models.notifications import Notification

__all__ = ["Delivery", "Notification"]
