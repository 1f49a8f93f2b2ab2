"""Errors of the JSON API as problem+json (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from foundation.errors import DomainError, InvalidInput


class Problem(Schema):
    """What went wrong, in a form a program can read and a person can act on."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: dict[str, list[str]] = {}


class StrictParser(Parser):
    """Refuses input that no operation can mean, before it looks like "nothing was sent".

    A body that is no JSON object would read as an empty one, and PostgreSQL stores no null
    character, not even to compare with.
    """

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = super().parse_body(request)
        if not isinstance(body, dict) or _has_null_character(body):
            raise ValueError("not a JSON object of storable text")
        return body

    def parse_querydict(
        self, data: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        values = super().parse_querydict(data, list_fields, request)
        wrong = [name for name, value in values.items() if _has_null_character(value)]
        if wrong:
            raise InvalidInput(
                fields={name: ["Null characters are not allowed."] for name in wrong}
            )
        return values


def _has_null_character(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_null_character(item) for pair in value.items() for item in pair)
    return isinstance(value, list) and any(_has_null_character(item) for item in value)


def problem_response(
    *, status: int, title: str, detail: str, code: str, errors: dict[str, list[str]] | None = None
) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"/api/v1/problems#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors or {},
    }
    return HttpResponse(
        json.dumps(body), status=status, content_type="application/problem+json; charset=utf-8"
    )


@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponse:
    """What an unknown address of the API answers: programs cannot read the page for people."""
    return problem_response(
        status=404, title="There is nothing here", detail="Check the address.", code="not_found"
    )


def install(api: NinjaAPI) -> None:
    """Answer every failure of `api` as a problem document."""

    @api.exception_handler(DomainError)
    def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
        return problem_response(
            status=error.status,
            title=str(error.title),
            detail=error.message,
            code=error.code,
            errors=error.fields,
        )

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return no_such_address(request)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for item in error.errors:
            # The first part says where (query, body …), the last which value.
            errors.setdefault(".".join(str(part) for part in item["loc"][1:]), []).append(
                str(item["msg"])
            )
        return problem_response(
            status=422,
            title="Please check what you sent",
            detail="Some values are missing or do not fit; see errors.",
            code="invalid_input",
            errors=errors,
        )

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem_response(
            status=401,
            title="Please sign in",
            detail="This needs a signed-in user.",
            code="unauthenticated",
        )

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem_response(
            status=error.status_code,
            title=HTTPStatus(error.status_code).phrase,
            detail=str(error),
            code=HTTPStatus(error.status_code).name.lower(),
        )
