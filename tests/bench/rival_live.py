"""The rival of `live.py`: Channels in its cheapest form. Not run by itself."""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings.test")
import django
from django.conf import settings

settings.CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
}
django.setup()
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402

MESSAGE = {
    "type": "notification",
    "id": "00000000-0000-0000-0000-000000000000",
    "kind": "announcements",
    "urgency": "info",
    "title": "Water off",
    "text": "Tuesday",
    "path": "/my/inbox/00000000-0000-0000-0000-000000000000/",
    "unread": 1,
}


class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        await self.channel_layer.group_add("willow", self.channel_name)
        await self.accept()
        await self.send(json.dumps({"type": "hello"}))

    async def receive(self, text_data: str = "", bytes_data: bytes = b"") -> None:
        await self.channel_layer.group_send("willow", {"type": "tell", "text": json.dumps(MESSAGE)})

    async def tell(self, event: dict[str, str]) -> None:
        await self.send(event["text"])


app = Consumer.as_asgi()
