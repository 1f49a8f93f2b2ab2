"""Model validation as a domain error, so that pages, API and commands say the same."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from foundation.errors import InvalidInput


def clean(instance: models.Model) -> None:
    """Run the model's own validation, constraints included.

    Raises:
        InvalidInput: with messages by field; `__all__` is reported as `form`.
    """
    try:
        instance.full_clean()
    except ValidationError as error:
        fields = {
            ("form" if name == NON_FIELD_ERRORS else name): messages
            for name, messages in error.message_dict.items()
        }
        first = next(iter(fields.values()))[0]
        raise InvalidInput(f"{InvalidInput.title}: {first}", fields=fields) from error
