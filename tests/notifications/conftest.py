import pytest
from django.core import mail

from notifications.models import Delivery
from tests.notifications.telling import Wall


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


@pytest.fixture
def only_ours(world: object) -> None:
    """The mails of this test, without those that the world was told of."""
    Delivery.objects.all().delete()
    mail.outbox.clear()
