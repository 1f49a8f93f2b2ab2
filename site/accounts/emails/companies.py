"""The messages about accounts."""

from accounts.models import Company, User
from accounts.queries.users import password_link
from foundation import mail
from foundation.languages import language_for


def send_welcome_owner_mail(*, company: Company, owner: User) -> None:
    """Tell the owner that the company is open, with a link to choose a password if there is none.

    Sent twice, both links work until one of them is used.
    """
    if not owner.is_active:
        return
    mail.send(
        to=owner.email,
        message="accounts/welcome_owner",
        language=language_for(owner),
        context={
            "name": owner.get_short_name() or owner.email,
            "company": company.name,
            "link": "" if owner.has_usable_password() else password_link(owner),
        },
    )
