"""Background work of the accounts: ids in, safe to run twice."""

import datetime as dt
import logging
import smtplib

from accounts.emails.companies import send_welcome_owner_mail
from accounts.emails.personal_data import send_account_erased_mail, send_export_ready_mail
from accounts.emails.security import (
    send_locked_out_mail,
    send_new_device_mail,
    send_password_changed_mail,
)
from accounts.operations import guards, personal_data
from accounts.queries.companies import company_by_id
from accounts.queries.exports import export_by_id
from accounts.queries.users import user_by_id
from foundation.languages import language_for

log = logging.getLogger("concierge.accounts")


def send_welcome_owner(company_id: int, user_id: int) -> None:
    send_welcome_owner_mail(company=company_by_id(company_id), owner=user_by_id(user_id))


def send_locked_out(user_id: int) -> None:
    send_locked_out_mail(user_by_id(user_id))


def send_password_changed(user_id: int) -> None:
    send_password_changed_mail(user_by_id(user_id))


def send_new_device(user_id: int, device: str, at: str) -> None:
    send_new_device_mail(user_by_id(user_id), device=device, at=dt.datetime.fromisoformat(at))


def delete_old_guards() -> None:
    guards.delete_old_guards()


def make_export(export_id: int) -> None:
    if personal_data.make_export(export_id=export_id):
        send_export_ready_mail(export_by_id(export_id))


def delete_old_exports() -> None:
    personal_data.delete_old_exports()


def erase_account(user_id: int) -> None:
    """Erase first: a mail server that is down must keep nobody's data."""
    user = user_by_id(user_id)
    email, name, language = user.email, user.get_short_name(), language_for(user)
    if not personal_data.erase_account(user_id=user_id):
        return
    try:
        send_account_erased_mail(email=email, name=name, language=language)
    except (OSError, smtplib.SMTPException):
        # The address is gone, so there is no second try; and it is not written down here either.
        log.warning("account %s is erased, but the confirmation could not be mailed", user_id)
