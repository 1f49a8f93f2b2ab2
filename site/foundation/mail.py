"""Mail: MJML to HTML with a text part, one message per recipient.

Each message is a folder `templates/emails/<app>/<message>/` with `subject.txt`, `body.txt` and
`body.mjml`. MJML is compiled before the values are put in, so a name can never become markup.
"""

import re
import smtplib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import mrml
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.template.loader import get_template
from django.utils import translation

from foundation.languages import direction_of, known

#: Under this name the service keeps the id of a mail.
MAIL_ID = "mail"


@lru_cache(maxsize=64)
def _compiled(template_name: str) -> Any:
    """The Django template made of the compiled MJML of `template_name`."""
    # Django's own back end has `.template`; the stubs know only what all back ends share.
    source = get_template(template_name).template.source  # type: ignore[attr-defined]
    layout = get_template("emails/layout.mjml").template.source  # type: ignore[attr-defined]
    html = mrml.to_html(layout.replace("<!-- body -->", source)).content
    return engines["django"].from_string(html)


def _text(template_name: str, values: Mapping[str, Any]) -> str:
    """A plain text part: what is escaped for HTML would arrive as `O&#x27;Neill`."""
    template = get_template(template_name).template  # type: ignore[attr-defined]
    return str(template.render(Context(dict(values), autoescape=False)))


def send(
    *,
    to: str,
    message: str,
    context: Mapping[str, Any],
    language: str = "en",
    headers: Mapping[str, str] | None = None,
    mail_id: str = "",
) -> None:
    """Send the message `<app>/<message>` to one address, in the recipient's `language`.

    `foundation.languages.language_for(user, building)` answers which that is.

    A mail service gives `mail_id` back when it reports what became of the mail; SMTP ignores it.

    Call it from a task, never inside a transaction: SMTP is somebody else's machine.

    Raises:
        OSError, smtplib.SMTPException: not accepted; the queue tries again.
        smtplib.SMTPRecipientsRefused: the address is refused, by SMTP or by a mail service.
    """
    values = {
        "base_url": settings.BASE_URL,
        "product": "New Concierge",
        "language": language,
        "direction": direction_of(language),
        # Mail programs know no logical sides.
        "start": "right" if direction_of(language) == "rtl" else "left",
    }
    values |= dict(context)
    with translation.override(known(language) or settings.LANGUAGE_CODE):
        composed = _compose(to, f"emails/{message}", values)
        composed.extra_headers |= dict(headers or {})
        if mail_id:
            # Understood by anymail's back ends.
            composed.metadata = {MAIL_ID: mail_id}  # type: ignore[attr-defined]
        _hand_over(composed, to)


def _hand_over(composed: EmailMultiAlternatives, to: str) -> None:
    """In the words of SMTP, whichever way it goes."""
    try:
        composed.send(fail_silently=False)
    except AnymailRecipientsRefused as error:
        raise smtplib.SMTPRecipientsRefused({to: (550, b"refused by the mail service")}) from error
    except AnymailAPIError as error:
        raise smtplib.SMTPException(str(error)) from error


def is_refused_for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether the mail server will never take this address; a code below 500 says "later"."""
    return all(code >= 500 for code, _answer in error.recipients.values())


def _compose(to: str, folder: str, values: Mapping[str, Any]) -> EmailMultiAlternatives:
    subject = re.sub(r"\s+", " ", _text(f"{folder}/subject.txt", values)).strip()
    mail = EmailMultiAlternatives(
        subject=subject,
        body=_text(f"{folder}/body.txt", values).strip() + "\n",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    html_template = _compiled(f"{folder}/body.mjml")
    mail.attach_alternative(html_template.render({**values, "subject": subject}), "text/html")
    return mail
