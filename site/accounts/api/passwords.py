"""How good a password is, told before it is chosen. Nothing of it is kept or logged."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.models import User
from foundation.problems import Problem

router = Router()


class PasswordIn(Schema):
    """The password, and what one knows of its person: it must not resemble that."""

    password: str = Field(max_length=1024, examples=["a lantern in the yard"])
    email: str = Field("", max_length=254, examples=["ana@example.org"])
    first_name: str = Field("", max_length=150, examples=["Ana"])
    last_name: str = Field("", max_length=150, examples=["Lima"])


class StrengthOut(Schema):
    """Whether it would be taken; `problems` says why not, `rules` what is asked of all."""

    is_accepted: bool
    problems: list[str]
    rules: list[str]


@router.post(
    "/password/strength",
    response={200: StrengthOut, 422: Problem},
    auth=None,
    operation_id="check_password_strength",
)
def check_password_strength(request: HttpRequest, values: PasswordIn) -> Any:
    """Ask whether a password would be taken, and why not. Needs no sign-in."""
    person = User(email=values.email, first_name=values.first_name, last_name=values.last_name)
    problems: list[str] = []
    try:
        password_validation.validate_password(values.password, person)
    except ValidationError as error:
        problems = error.messages
    return {
        "is_accepted": not problems,
        "problems": problems,
        "rules": [str(text) for text in password_validation.password_validators_help_texts()],
    }
