"""What follows when somebody has proven the address they signed up with."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.forms.sign_up import WISH
from accounts.operations.sign_up import sign_up_company
from foundation.errors import DomainError


@receiver(email_confirmed, dispatch_uid="accounts.open_wished_company")
def open_wished_company(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """The wish holds for the address it was made with, and for nobody else in this browser."""
    wish = request.session.get(WISH)
    if not wish or wish["email"] != email_address.email.lower():
        return
    del request.session[WISH]
    try:
        company = sign_up_company(actor=email_address.user, name=wish["name"], slug=wish["slug"])
    except DomainError as error:
        # The person is in; somebody may have taken the company's address meanwhile.
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(company)s is open.") % {"company": company.name})
