"""What the desk's forms share: refusals of an operation shown beside the fields they are about."""

from typing import Any

from django import forms

from foundation.errors import Conflict, DomainError


class DateInput(forms.DateInput):
    """The browser's own date picker, which needs ISO dates in any language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def add_errors(form: forms.BaseForm, error: DomainError) -> None:
    """Put the messages of a refused operation onto the form the values came from.

    Messages about a field the form does not have go on top, and so does what a conflict says as a
    whole: its field messages only point at the place.
    """
    if isinstance(error, Conflict) or not error.fields:
        form.add_error(None, error.message)
    for name, messages in error.fields.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
