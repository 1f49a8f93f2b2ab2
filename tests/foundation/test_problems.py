"""Every failure of the API is a problem document (RFC 9457)."""

import json
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError

from foundation import problems
from foundation.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound, TooLarge

FAILURES: list[tuple[Exception, int, str]] = [
    (DomainError(), 400, "invalid"),
    (NotFound(), 404, "not_found"),
    (NotAllowed("Not yours."), 403, "not_allowed"),
    (Conflict(), 409, "conflict"),
    (InvalidInput(fields={"name": ["Too long."]}), 422, "invalid_input"),
    (TooLarge(), 413, "too_large"),
    (Http404("secret"), 404, "not_found"),
    (HttpError(429, "Slow down."), 429, "too_many_requests"),
]


class Body(Schema):
    number: int


@pytest.fixture(scope="module")
def api() -> Any:
    """An API of one operation that fails as it is told, and one that takes a body."""
    made = NinjaAPI(urls_namespace="tests-problems")
    problems.install(made)

    @made.get("/fail/{index}")
    def fail(request: Any, index: int) -> None:
        raise FAILURES[index][0]

    @made.post("/body")
    def take(request: Any, values: Body) -> dict[str, int]:
        return {"number": values.number}

    return made


def ask(api: Any, method: str, path: str, body: Any = None) -> Any:
    request = RequestFactory().generic(
        method, path, data=body or "", content_type="application/json"
    )
    patterns: list[Any] = api.urls[0]
    for pattern in patterns:
        match = pattern.resolve(path.lstrip("/"))
        if match:
            return match.func(request, *match.args, **match.kwargs)
    raise AssertionError(path)


@pytest.mark.parametrize("index", range(len(FAILURES)))
def test_failures_become_problem_documents(api: Any, index: int) -> None:
    error, status, code = FAILURES[index]
    response = ask(api, "GET", f"/fail/{index}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json; charset=utf-8"
    problem = json.loads(response.content)
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"].startswith("/api/v1/problems#")
    assert problem["title"]
    assert problem["detail"]
    assert "secret" not in response.content.decode()
    assert problem["errors"] == getattr(error, "fields", {})


@pytest.mark.parametrize("body", ['{"number": "many"}', "{}", "[]", "not json", '{"number": null}'])
def test_a_body_that_does_not_fit(api: Any, body: str) -> None:
    response = ask(api, "POST", "/body", body)
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.status_code in (400, 422)


def test_the_field_is_named(api: Any) -> None:
    problem = json.loads(ask(api, "POST", "/body", '{"number": "many"}').content)
    (name,) = problem["errors"]
    assert name.endswith("number")
