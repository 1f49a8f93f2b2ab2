"""allauth's messages, in this product's look and words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.queries.devices import device_of
from accounts.queries.users import user_by_email
from foundation import mail
from foundation.languages import known, language_for

_Words = Callable[[Mapping[str, Any]], dict[str, str]]


def _absolute(name: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{reverse(name)}"


#: What leads somewhere, by the end of allauth's name for it.
_LINKS: dict[str, _Words] = {
    "password_reset_key": lambda context: {
        "title": _("Choose a new password"),
        "text": _("You asked for a link to choose a new password. It works once."),
        "button": _("Choose a new password"),
        "link": str(context["password_reset_url"]),
    },
    "account_already_exists": lambda context: {
        "title": _("You already have an account"),
        "text": _(
            "Somebody, probably you, tried to sign up with this address. It has an account "
            "already. Sign in with it; if you have forgotten the password, choose a new one here."
        ),
        "button": _("Choose a new password"),
        "link": str(context["password_reset_url"]),
    },
    "unknown_account": lambda context: {
        "title": _("There is no account with this address"),
        "text": _(
            "Somebody, probably you, wanted a new password for this address. It has no account. "
            "Try your other addresses, or ask the manager of your building."
        ),
        "button": _("Go to sign-in"),
        "link": _absolute("account_login"),
    },
}
#: What has happened, so that somebody who did not do it learns of it.
_NOTICES: dict[str, _Words] = {
    "email_changed": lambda context: {
        "title": _("Your main e-mail address was changed"),
        "text": _("Your main address was %(old)s and is now %(new)s.")
        % {"old": context["from_email"], "new": context["to_email"]},
    },
    "email_confirm": lambda context: {
        "title": _("An e-mail address was confirmed"),
        "text": _("One can sign in to your account with this address now."),
    },
    "email_deleted": lambda context: {
        "title": _("An e-mail address was removed"),
        "text": _("%(email)s no longer belongs to your account.")
        % {"email": context["deleted_email"]},
    },
    "totp_activated": lambda context: {
        "title": _("Codes from an app are switched on"),
        "text": _("After your password, we now ask for the code of your app."),
    },
    "totp_deactivated": lambda context: {
        "title": _("Codes from an app are switched off"),
        "text": _("We no longer ask for the code of your app when you sign in."),
    },
    "recovery_codes_generated": lambda context: {
        "title": _("New recovery codes"),
        "text": _("New recovery codes were made for your account; the old ones no longer work."),
    },
    "webauthn_added": lambda context: {
        "title": _("A passkey was added"),
        "text": _("One can sign in to your account with a new passkey or security key."),
    },
    "webauthn_removed": lambda context: {
        "title": _("A passkey was removed"),
        "text": _("A passkey or security key of your account was removed."),
    },
}
#: What accounts.receivers.security mails about by itself.
_TOLD_ELSEWHERE = ("password_changed", "password_reset", "password_set")


def send_sign_in_mail(*, kind: str, email: str, context: Mapping[str, Any]) -> None:
    """Send the message that allauth calls `kind`, such as `account/email/password_changed`.

    At once and not by the queue: it would keep codes and links that open an account.

    Raises:
        KeyError: allauth has a message that has no words here yet.
        OSError, smtplib.SMTPException: the mail server did not accept it.
    """
    name = kind.rsplit("/", 1)[-1]
    if name in _TOLD_ELSEWHERE:
        return
    person = context.get("user") or user_by_email(email)
    spoken = known(translation.get_language()) or settings.LANGUAGE_CODE
    language = language_for(person) if getattr(person, "language", "") else spoken
    if name in ("email_confirmation", "email_confirmation_signup"):
        message, values = "accounts/code", {"code": context["code"]}
    else:
        message = "accounts/account_link" if name in _LINKS else "accounts/security_notice"
        words = _LINKS.get(name) or _NOTICES[name]
        with translation.override(language):
            values = words(context)
            if name in _NOTICES:
                values |= {
                    "timestamp": context["timestamp"],
                    "ip": context["ip"],
                    "device": device_of(context["user_agent"]),
                }
    mail.send(to=email, message=message, context=values, language=language)
