"""Dangerous acts want a fresh proof of who is at the keyboard."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.authentication.bearer import bearer_of
from foundation.errors import NotAllowed


class ReauthenticationNeeded(NotAllowed):
    """The sign-in is too long ago for this."""

    title = _("Please prove that it is you")
    code = "reauthentication_required"


def require_recent_sign_in(request: HttpRequest) -> None:
    """
    Raises:
        ReauthenticationNeeded: password, passkey or code have not been given again lately.
    """
    asked, found = request, bearer_of(request)
    if found is not None:
        # The session that was proven anew is the token's, not one of a cookie.
        asked = HttpRequest()
        asked.user, asked.session = found
    if is_reauthentication_required(asked, app="accounts"):
        raise ReauthenticationNeeded(gettext("Confirm your password, then try again."))
