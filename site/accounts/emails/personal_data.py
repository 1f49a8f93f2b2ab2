"""The messages about a person's own data."""

from django.urls import reverse

from accounts.models import DataExport
from foundation import mail
from foundation.languages import language_for


def send_export_ready_mail(export: DataExport) -> None:
    """Tell the person that their copy can be fetched; the link asks them to sign in."""
    mail.send(
        to=export.user.email,
        message="accounts/data_ready",
        language=language_for(export.user),
        context={
            "name": export.user.get_short_name() or export.user.email,
            "path": reverse("my-data"),
            "until": export.expires_at,
        },
    )


def send_account_erased_mail(*, email: str, name: str, language: str) -> None:
    """Confirm it, to the address that is known for the last time here."""
    mail.send(
        to=email,
        message="accounts/account_erased",
        language=language,
        context={"name": name or email},
    )
