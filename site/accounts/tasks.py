"""Background work of the accounts: ids in, safe to run twice."""

from accounts.emails.companies import send_welcome_owner_mail
from accounts.queries.companies import company_by_id
from accounts.queries.users import user_by_id


def send_welcome_owner(company_id: int, user_id: int) -> None:
    send_welcome_owner_mail(company=company_by_id(company_id), owner=user_by_id(user_id))
