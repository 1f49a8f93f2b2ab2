"""How an invitation, of whatever kind, can fail the person who opens it."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy

from foundation.errors import DomainError


class InvitationOver(DomainError):
    """The link was right once: it was used, refused, withdrawn, replaced, or is too old."""

    status = HTTPStatus.GONE
    code = "invitation_over"
    title = gettext_lazy("This invitation can no longer be used")


class InvitationForAnother(DomainError):
    """Whoever is signed in has not proven the invited address."""

    status = HTTPStatus.FORBIDDEN
    code = "invitation_for_another"
    title = gettext_lazy("This invitation is for another e-mail address")
