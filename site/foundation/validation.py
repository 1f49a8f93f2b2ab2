"""Model validation as a domain error, so that pages, API and commands say the same."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.db import models

from foundation.errors import InvalidInput

#: The form of every part of an address that people choose.
slug_format = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "Use lower-case letters, digits and single hyphens, for example willow-court.",
)


def clean(instance: models.Model) -> None:
    """Run the model's own validation, constraints included.

    Django skips optional fields that are empty, so None where the column takes no NULL would reach
    the database; and nothing but forms refuses the null character, which PostgreSQL cannot store.

    Raises:
        InvalidInput: with messages by field; `__all__` is reported as `form`.
    """
    refused = {
        field.name: [message]
        for field in instance._meta.concrete_fields
        if (message := _unstorable(field, getattr(instance, field.attname)))
    }
    try:
        instance.full_clean(exclude=refused)
        if refused:
            raise ValidationError(refused)
    except ValidationError as error:
        fields = {
            ("form" if name == NON_FIELD_ERRORS else name): messages
            for name, messages in (refused | error.message_dict).items()
        }
        first = next(iter(fields.values()))[0]
        raise InvalidInput(f"{InvalidInput.title}: {first}", fields=fields) from error


def _unstorable(field: "models.Field[Any, Any]", value: Any) -> str:
    """Why the column cannot hold the value at all; empty if it can."""
    if value is None and not field.null and not field.primary_key:
        return "This field cannot be empty."
    if isinstance(value, str) and "\x00" in value:
        return "Null characters are not allowed."
    return ""
