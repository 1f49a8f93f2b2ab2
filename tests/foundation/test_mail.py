"""Mail goes out as HTML and text, one message per recipient, and a name stays a name."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.mail import BadHeaderError
from django.template import engines

from foundation import mail

TEMPLATES = {
    "subject.txt": "News for\n  {{ name }}",
    "body.txt": "Hello {{ name }},\nread {{ base_url }}/harbour/.\n",
    "body.mjml": (
        "<mj-section><mj-column><mj-text>Hello {{ name }}</mj-text>"
        '<mj-button href="{{ base_url }}/harbour/?a=1&amp;b=2">Read it</mj-button>'
        "</mj-column></mj-section>"
    ),
}


@pytest.fixture
def message(monkeypatch: pytest.MonkeyPatch) -> str:
    """A message of the tests; the layout is the real one."""
    real = mail.get_template

    def find(name: str) -> Any:
        source = TEMPLATES.get(name.removeprefix("emails/tests/hello/"))
        if source is None:
            return real(name)
        template = engines["django"].from_string(source)
        template.template.source = source
        return template

    monkeypatch.setattr(mail, "get_template", find)
    mail._compiled.cache_clear()
    return "tests/hello"


def sent() -> Any:
    (one,) = outbox.outbox
    return one


def html_of(message: Any) -> str:
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)


def test_has_a_text_and_an_html_part(message: str) -> None:
    mail.send(to="ana@willow.example", message=message, context={"name": "Ana"})
    assert sent().to == ["ana@willow.example"]
    assert sent().subject == "News for Ana"
    assert sent().body == f"Hello Ana,\nread {settings.BASE_URL}/harbour/.\n"
    html = html_of(sent())
    assert "Hello Ana" in html
    assert f'href="{settings.BASE_URL}/harbour/?a=1&amp;b=2"' in html
    assert sent().extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_name_cannot_become_markup(message: str) -> None:
    name = '<script>alert("x")</script> & <mj-text>'
    mail.send(to="ana@willow.example", message=message, context={"name": name})
    html = html_of(sent())
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;mj-text&gt;" in html


def test_a_name_cannot_become_template_code(message: str) -> None:
    mail.send(to="a@willow.example", message=message, context={"name": "{{ base_url }}{% now %}"})
    assert "{{ base_url }}{% now %}" in sent().body
    assert "{{ base_url }}{% now %}" in html_of(sent())


def test_text_parts_are_not_escaped(message: str) -> None:
    mail.send(to="a@willow.example", message=message, context={"name": "O'Neill & Söhne"})
    assert "Hello O'Neill & Söhne," in sent().body
    assert sent().subject == "News for O'Neill & Söhne"


def test_a_line_break_in_a_name_is_no_new_header(message: str) -> None:
    mail.send(to="a@willow.example", message=message, context={"name": "A\r\nBcc: b@x.example"})
    assert sent().subject == "News for A Bcc: b@x.example"
    assert "Bcc" not in sent().message()


def test_a_line_break_in_an_address_is_refused(message: str) -> None:
    with pytest.raises((BadHeaderError, ValueError)):
        mail.send(to="a@x.example\nBcc: b@x.example", message=message, context={"name": "A"})


def test_one_message_per_recipient(message: str) -> None:
    for to in ("ana@willow.example", "teo@willow.example"):
        mail.send(to=to, message=message, context={"name": "neighbour"})
    assert [one.recipients() for one in outbox.outbox] == [
        ["ana@willow.example"],
        ["teo@willow.example"],
    ]


def test_the_html_loads_nothing_from_elsewhere(message: str) -> None:
    mail.send(to="ana@willow.example", message=message, context={"name": "Ana"})
    html = html_of(sent())
    assert not re.search(r"<(?:img|link|script|iframe)\b|@import|url\(", html)


def test_the_html_says_its_language(message: str) -> None:
    mail.send(to="ana@willow.example", message=message, context={"name": "Ana"}, language="pt-br")
    assert 'lang="pt-br"' in html_of(sent())
    assert "<title>News for Ana</title>" in html_of(sent())
