"""What happens to an account is written down, and its owner told where they should look twice."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db

PASSWORD = "concierge-demo"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEWER = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Safari/604.1"


def sign_in_with(user_agent: str, password: str = PASSWORD) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": "ana@willow.example", "password": password})
    return client


def done(user: Any) -> list[str]:
    entries = AuditEntry.objects.filter(actor=user, object_id=user.pk).order_by("pk")
    return [entry.action.removeprefix("accounts.") for entry in entries]


def test_signing_in_and_out_is_written_down_with_the_address(world: Any) -> None:
    client = sign_in_with(FIREFOX)
    client.post("/accounts/logout/")
    assert done(world.ana)[-2:] == ["signed_in", "signed_out"]
    entry = AuditEntry.objects.get(action="accounts.signed_in", actor=world.ana)
    assert entry.ip_address == "127.0.0.1"


def test_a_new_kind_of_device_is_told_but_neither_the_first_nor_an_update(world: Any) -> None:
    for user_agent, mails in ((FIREFOX, 0), (NEWER, 0), (PHONE, 1), (PHONE, 1)):
        sign_in_with(user_agent)
        drain()
        assert len(mail.outbox) == mails
    assert "iPhone" in mail.outbox[0].body


def test_a_changed_password_is_told(world: Any) -> None:
    client = sign_in_with(FIREFOX)
    new = "quince-marmalade-7"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", form)
    drain()
    assert "password_changed" in done(world.ana)
    subjects = [message.subject for message in mail.outbox if message.to == [world.ana.email]]
    assert "Your password has been changed" in subjects


def test_another_address_is_written_down(world: Any) -> None:
    client = sign_in_with(FIREFOX)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "ana@else.example", "action_add": ""})
    code = re.findall(r"^([A-Z0-9-]{4,12})$", mail.outbox[-1].body, re.M)[0]
    client.post("/accounts/confirm-email/", {"code": code})
    told = AuditEntry.objects.get(actor=world.ana, action="accounts.email_confirmed")
    assert told.changes == {"email": [None, "ana@else.example"]}
