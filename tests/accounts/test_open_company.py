"""The first company of a fresh installation, and every further one: `manage.py open_company`."""

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import Company, User
from accounts.queries.users import user_by_email
from foundation.models import AuditEntry
from tests.queue import drain

pytestmark = pytest.mark.django_db
PASSWORD = "a long and quiet river"


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("open_company", *arguments, stdout=out)
    return out.getvalue()


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", text)
    assert found is not None, text
    return found[1]


def choose_password(client: Any, link: str) -> Any:
    form = client.get(link)["Location"]
    return client.post(form, {"password1": PASSWORD, "password2": PASSWORD})


class TestANewOwner:
    def test_gets_a_mail_chooses_a_password_and_begins(self, world: Any, client: Any) -> None:
        text = run("Lark & Sons", "lark", "Lena@Lark.example", "--first-name", "Lena")
        assert "Lark & Sons is open at /lark/." in text
        drain()
        message = mail.outbox[0]
        assert (message.to, message.subject) == (["lena@lark.example"], "Lark & Sons is open")
        link = link_in(message.body)
        assert choose_password(client, link).status_code == 302
        signed_in = client.post(
            "/accounts/login/", {"login": "lena@lark.example", "password": PASSWORD}, follow=True
        )
        assert signed_in.redirect_chain[-1] == ("/desk/", 302)
        assert client.get("/desk/buildings/new/").status_code == 200

    def test_can_use_the_link_once(self, world: Any, client: Any) -> None:
        link = link_in(run("Lark", "lark", "lena@lark.example", "--print-link"))
        drain()
        assert mail.outbox == []
        choose_password(client, link)
        # Answered with the page that says so; there is no form to be sent to.
        response = client.get(link)
        assert response.status_code == 200
        assert "password1" not in response.content.decode()

    def test_is_in_the_audit_trail(self, world: Any) -> None:
        run("Lark", "lark", "lena@lark.example")
        company = Company.objects.get(slug="lark")
        actions = set(AuditEntry.objects.filter(company=company).values_list("action", flat=True))
        assert actions >= {"accounts.company_opened", "accounts.staff_added"}
        entry = AuditEntry.objects.get(company=company, action="accounts.company_opened")
        assert entry.system_actor == "open_company"


class TestAKnownOwner:
    def test_keeps_the_password(self, world: Any) -> None:
        text = run("Lark", "lark", "IRIS@quay.example", "--print-link")
        assert "signs in with the password there is" in text
        assert "http" not in text
        assert world.iris.memberships.get().company.slug == "lark"
        run("Wren", "wren", "iris@quay.example")
        drain()
        assert "Sign in with the password you have" in mail.outbox[0].body
        assert "/reset/" not in mail.outbox[0].body

    def test_who_is_switched_off_is_refused(self, world: Any) -> None:
        User.objects.filter(pk=world.iris.pk).update(is_active=False)
        with pytest.raises(CommandError, match="switched off"):
            run("Lark", "lark", "iris@quay.example")
        assert not Company.objects.filter(slug="lark").exists()


@pytest.mark.parametrize(
    ("slug", "email", "message"),
    [
        ("harbour", "lena@lark.example", "already exists"),
        ("desk", "lena@lark.example", "address of the platform"),
        ("No Slug", "lena@lark.example", "lower-case letters"),
        ("lark", "lena", "valid email"),
        ("lark", "", "valid email"),
    ],
)
def test_what_does_not_fit_is_explained_and_leaves_nothing(
    world: Any, slug: str, email: str, message: str
) -> None:
    companies = Company.objects.count()
    with pytest.raises(CommandError, match=message):
        run("Lark", slug, email)
    assert Company.objects.count() == companies
    assert user_by_email("lena@lark.example") is None


def test_a_super_user_of_the_command_line_can_sign_in_at_once(world: Any, client: Any) -> None:
    User.objects.create_superuser("ops@platform.example", PASSWORD)
    response = client.post(
        "/accounts/login/", {"login": "ops@platform.example", "password": PASSWORD}
    )
    assert response["Location"] == "/"
