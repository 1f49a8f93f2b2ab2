"""Reading the mail that the demo sent: files of Django's file back end, never in production."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class SentMail:
    name: str
    subject: str
    to: str
    date: str
    text: str


def mailbox(request: HttpRequest) -> HttpResponse:
    """All sent messages, newest first."""
    files = sorted(_folder().glob("*.log"), reverse=True)[:100]
    return render(request, "demo/mailbox.html", {"mails": [_read(path) for path in files]})


def mail(request: HttpRequest, name: str) -> HttpResponse:
    path = _folder() / name
    if path.parent != _folder() or path.suffix != ".log" or not path.is_file():
        raise Http404
    return render(request, "demo/mail.html", {"mail": _read(path)})


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path) -> SentMail:
    message = email.message_from_bytes(
        path.read_bytes().split(b"\n" + b"-" * 79)[0], policy=email.policy.default
    )
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return SentMail(
        name=path.name,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        date=str(message["Date"]),
        text=body.get_content() if body else "",
    )
