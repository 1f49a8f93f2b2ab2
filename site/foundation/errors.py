"""What can go wrong in the domain, said so that a person knows what to do next.

Operations and queries raise these (or subclasses defined beside them). `problems` turns them into
problem+json for programs, and `middleware` into a friendly page for people.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Base of all expected failures. `message` is shown to people as it stands."""

    status: int = HTTPStatus.BAD_REQUEST
    code: str = "invalid"
    title: str | Promise = _("That did not work")

    def __init__(
        self, message: str = "", *, fields: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        # Said now, in the language of whoever is being refused.
        self.message = message or str(self.title)
        super().__init__(self.message)
        #: Messages by field name, for forms and for the API's `errors` member.
        self.fields: dict[str, list[str]] = {k: list(v) for k, v in (fields or {}).items()}


class NotFound(DomainError):
    """The object does not exist, or not for this person: both look the same from outside."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"
    title = _("There is nothing here")


class NotAllowed(DomainError):
    """The person may see the object but not do this to it."""

    status = HTTPStatus.FORBIDDEN
    code = "not_allowed"
    title = _("You may not do this")


class Conflict(DomainError):
    """Somebody else was faster, or the object is not in a state that allows this."""

    status = HTTPStatus.CONFLICT
    code = "conflict"
    title = _("This has changed in the meantime")


class InvalidInput(DomainError):
    """The values do not fit; `fields` says which and why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_input"
    title = _("Please check what you entered")


class TooLarge(DomainError):
    """More than this installation accepts at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    code = "too_large"
    title = _("That is too much at once")
