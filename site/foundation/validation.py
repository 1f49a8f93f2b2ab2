"""Model validation as a domain error, so that pages, API and commands say the same."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.errors import InvalidInput

#: The form of every part of an address that people choose.
slug_format = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
    _("Use lower-case letters, digits and single hyphens, for example willow-court."),
)


def known_language(value: str) -> None:
    """
    Raises:
        ValidationError: not one of the product's languages.
    """
    if value not in dict(settings.LANGUAGES):
        raise ValidationError(
            gettext("“%(value)s” is not one of the languages %(languages)s.")
            % {"value": value, "languages": ", ".join(dict(settings.LANGUAGES))}
        )


def clean(instance: models.Model) -> None:
    """Run the model's own validation, constraints included.

    Django skips optional fields that are empty, so None where the column takes no NULL would reach
    the database; and nothing but forms refuses the null character, which PostgreSQL cannot store.

    Raises:
        InvalidInput: with messages by field; what concerns no single field is reported as `form`.
    """
    errors: dict[str, list[str]] = {
        field.name: [message]
        for field in instance._meta.concrete_fields
        if (message := _unstorable(field, getattr(instance, field.attname)))
    }
    try:
        instance.full_clean(exclude=set(errors), validate_constraints=False)
    except ValidationError as error:
        errors |= error.message_dict
    # One by one, because Django tells all messages of constraints without saying whose they are.
    bad = {name for name in errors if name != NON_FIELD_ERRORS}
    for model, constraints in instance.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, instance, exclude=bad)
            except ValidationError as error:
                errors.setdefault(_place_of(constraint, model), []).extend(error.messages)
    if errors:
        fields = {
            ("form" if name == NON_FIELD_ERRORS else name): messages
            for name, messages in errors.items()
        }
        first = next(iter(fields.values()))[0]
        raise InvalidInput(f"{InvalidInput.title}: {first}", fields=fields)


def _place_of(constraint: models.BaseConstraint, model: type[models.Model]) -> str:
    """The field at which to say that a value is taken: the only one a person can have typed.

    "Unique in its company" is about the company too, but that was not a choice. A rule about two
    values of the person's own stands above the form.
    """
    if not isinstance(constraint, models.UniqueConstraint):
        return NON_FIELD_ERRORS
    names = {*constraint.fields, *(n for part in constraint.expressions for n in _names_in(part))}
    typed = [name for name in names if not model._meta.get_field(name).is_relation]
    return typed[0] if len(typed) == 1 else NON_FIELD_ERRORS


def _names_in(expression: Any) -> Iterator[str]:
    """The fields named in an expression such as `Lower("email")`."""
    if not hasattr(expression, "get_source_expressions"):
        yield expression.name  # F("email")
        return
    for part in expression.get_source_expressions():
        yield from _names_in(part)


def _unstorable(field: "models.Field[Any, Any]", value: Any) -> str:
    """Why the column cannot hold the value at all; empty if it can."""
    if value is None and not field.null and not field.primary_key:
        return gettext("This field cannot be empty.")
    if isinstance(value, str) and "\x00" in value:
        return gettext("Null characters are not allowed.")
    return ""
