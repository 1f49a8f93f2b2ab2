"""One OpenAPI document tells about our operations and allauth's, and everything is inside it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openapi_spec_validator import validate

from accounts.authentication.document import PREFIX
from concierge.api import api
from concierge.description import example_of

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def test_the_served_document_is_the_same_and_valid(document: Any, client: Client) -> None:
    served = client.get("/api/v1/openapi.json").json()
    assert served == document
    assert served["openapi"].startswith("3.1")
    validate(served)


def test_every_reference_stays_inside(document: Any) -> None:
    references = re.findall(r'"\$ref": "([^"]*)"', json.dumps(document))
    assert references
    for reference in references:
        found = document
        assert reference.startswith("#/"), reference
        for part in reference[2:].split("/"):
            found = found[part]
    assert "nullable" not in json.dumps(document)


def test_signing_in_is_in_it_as_apps_find_it(document: Any) -> None:
    theirs = [path for path in document["paths"] if path.startswith("/_allauth/")]
    assert "/_allauth/app/v1/auth/login" in theirs
    assert "/_allauth/app/v1/tokens/refresh" in theirs
    assert not [path for path in theirs if "phone" in path or "browser" in path or "{" in path]


def test_every_operation_has_a_name_a_tag_and_a_description(document: Any) -> None:
    names = [operation["operationId"] for _m, _p, operation in operations(document)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(document):
        assert operation["tags"], path
        assert operation["description"], path
        if path.startswith("/_allauth/"):
            assert operation["tags"] == ["auth"]
            assert "429" in operation["responses"], (method, path)


def test_ours_answer_problems(document: Any) -> None:
    for method, path, operation in operations(document):
        if path.startswith("/_allauth/"):
            continue
        answers = operation["responses"]
        assert "429" in answers, (method, path)
        if operation.get("security"):
            assert {"401", "403"} <= set(answers), (method, path)
        if "{" in path:
            assert "404" in answers, (method, path)
        for status, answer in answers.items():
            if "$ref" in answer:
                answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], (method, path)


def test_every_body_has_an_example(document: Any) -> None:
    for method, path, operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {})
        if path.startswith("/api/") and "application/json" in content:
            assert content["application/json"]["example"], (method, path)


def test_the_ways_in_are_described_validly(document: Any) -> None:
    schemes = document["components"]["securitySchemes"]
    assert schemes["Bearer"] == {"type": "http", "scheme": "bearer"}
    assert schemes["ApiKey"] == {"type": "apiKey", "in": "header", "name": "X-API-Key"}
    assert schemes["Cookie"]["in"] == "cookie"
    assert schemes["Cookie"]["name"] == settings.SESSION_COOKIE_NAME


def test_no_component_of_theirs_hides_one_of_ours(document: Any) -> None:
    ours = [name for name in document["components"]["schemas"] if name.startswith(PREFIX)]
    assert "AuthUser" in ours
    assert "Problem" in document["components"]["schemas"]


def test_the_pages_of_the_documentation_stay_local(client: Client) -> None:
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', response.content.decode())
    assert sources
    assert [source for source in sources if "//" in source] == []
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_examples_fit_what_they_show() -> None:
    schemas = {"Inner": {"type": "object", "properties": {"email": {"type": "string"}}}}
    schema = {
        "type": "object",
        "properties": {
            "inner": {"$ref": "#/components/schemas/Inner"},
            "maybe": {"anyOf": [{"type": "null"}, {"type": "string", "format": "date"}]},
            "kind": {"enum": ["a", "b"]},
            "list": {"type": "array", "items": {"type": "integer", "minimum": 3}},
        },
    }
    assert example_of(schema, schemas) == {
        "inner": {"email": "ana@willow.example"},
        "maybe": "2026-11-04",
        "kind": "a",
        "list": [3],
    }
