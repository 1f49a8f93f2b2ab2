"""The one OpenAPI document: our operations with all they may answer, and allauth's beside them."""

import datetime as dt
from typing import Any

from accounts.authentication.document import PREFIX, headless_document
from foundation.problems import Problem

Json = dict[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_PROBLEM = "application/problem+json"

#: status: (name in the document, description, code, detail of the example)
REFUSALS = {
    400: ("BadRequest", "The body is no JSON object.", "bad_request", "Cannot parse request body"),
    401: ("Unauthenticated", "Nobody is signed in, or the token or key is worth nothing.",
          "unauthenticated", "This needs a signed-in user."),
    403: ("NotAllowed", "Visible, but for others to do; or the key lacks the scope; or a browser's "
          "CSRF token is missing.", "not_allowed", "This is for others to do."),
    404: ("NotFound", "It does not exist, or not for you.", "not_found", "There is nothing here."),
    409: ("Conflict", "Somebody was faster, or its state does not allow this.", "conflict",
          "This has changed in the meantime."),
    413: ("TooLarge", "More than this installation accepts at once.", "too_large",
          "That is too much at once."),
    422: ("InvalidInput", "Values are missing or do not fit; `errors` says which.",
          "invalid_input", "Some values are missing or do not fit; see errors."),
    429: ("TooManyRequests", "Too often; wait as many seconds as `Retry-After` says.",
          "too_many_requests", "Too many requests."),
}  # fmt: skip
#: What stands in examples for well-known names.
KNOWN = {
    "email": "ana@willow.example",
    "company": "harbour",
    "building": "harbour/willow-court",
    "slug": "willow-court",
    "name": "Willow Court",
    "full_name": "Ana Almeida",
    "phone": "+49 40 1234567",
    "street": "Weidenweg 12",
    "postal_code": "20457",
    "city": "Hamburg",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "currency": "EUR",
    "number": "4B",
    "logo": "",
    "token": "eyJhbGciOiJSUzI1NiIs…",
    "key": "nc_1a2b3c4d_…",
    "prefix": "nc_1a2b3c4d",
    "kind": "tenant",
}
_ID = "3f1c2a9e-5d0b-4c55-9a54-0c6f8f4f0e11"
_MOMENT = dt.datetime(2026, 11, 4, 18, 30, tzinfo=dt.UTC).isoformat().replace("+00:00", "Z")
_FORMATS = {
    "uuid": _ID,
    "date-time": _MOMENT,
    "date": "2026-11-04",
    "uri": "https://concierge.example/",
    "decimal": "54.0",
}


def complete(document: Json) -> None:
    """Tell what every operation may answer, with examples, and add allauth's operations."""
    components = document["components"]
    components.setdefault("schemas", {})["Problem"] = Problem.json_schema()
    components["responses"] = {
        name: _refusal(status, name) for status, (name, *_rest) in REFUSALS.items()
    }
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in _METHODS:
                _tell_refusals(path, method, operation)
                _give_examples(operation, components["schemas"])
    _add(document, headless_document())
    # Ours counts first, for all of the API, and answers as everywhere; theirs counts its own acts.
    ours, theirs = (components["responses"][f"{prefix}TooManyRequests"] for prefix in ("", PREFIX))
    theirs["content"] |= ours["content"]
    theirs["headers"] = ours["headers"]
    components["securitySchemes"]["SessionToken"] = {
        "type": "apiKey",
        "in": "header",
        "name": "X-Session-Token",
        "description": "Of somebody who is signing in, until there is an access token.",
    }


def _refusal(status: int, name: str) -> Json:
    _name, description, code, detail = REFUSALS[status]
    errors = {"name": ["Field required"]} if status == 422 else {}
    response: Json = {
        "description": description,
        "content": {
            _PROBLEM: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": f"/api/v1/problems#{code}",
                    "title": description.partition(";")[0],
                    "status": status,
                    "detail": detail,
                    "code": code,
                    "errors": errors,
                },
            }
        },
    }
    if status == 429:
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        response["headers"] = {"Retry-After": seconds}
    return response


def _tell_refusals(path: str, method: str, operation: Json) -> None:
    responses = operation["responses"]
    told = {int(status) for status in responses}
    told.add(429)
    if operation.get("security"):
        told |= {401, 403}
    if "{" in path:
        told.add(404)
    if operation.get("parameters") or "requestBody" in operation:
        told.add(422)
    if "requestBody" in operation:
        told.add(400)
    if method != "get":
        told.add(409)
    ordered: Json = {}
    for status in sorted(told):
        if status in REFUSALS:
            ordered[str(status)] = {"$ref": f"#/components/responses/{REFUSALS[status][0]}"}
        else:
            response = responses[status]
            content = response.get("content", {})
            if status >= 400 and "application/json" in content:
                response["content"] = {_PROBLEM: content["application/json"]}
            ordered[str(status)] = response
    operation["responses"] = ordered
    operation.setdefault("description", f"{operation['summary']}.")


def _give_examples(operation: Json, schemas: Json) -> None:
    bodies = [operation.get("requestBody", {}).get("content", {})]
    bodies += [
        response["content"] for status, response in operation["responses"].items()
        if status < "300" and "content" in response
    ]  # fmt: skip
    for content in bodies:
        for kind, body in content.items():
            if kind == "application/json" and "example" not in body:
                body["example"] = example_of(body["schema"], schemas)


def example_of(schema: Json, schemas: Json, name: str = "") -> Any:
    """A value that fits `schema`, with words of the story where the name is a known one."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    if schema.get("examples"):
        return schema["examples"][0]
    for word in ("const", "default"):
        if schema.get(word) is not None:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            options = [one for one in schema[word] if one.get("type") != "null"]
            return example_of(options[0], schemas, name)
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            return {key: example_of(value, schemas, key) for key, value in properties.items()}
        case "array":
            return [example_of(schema.get("items", {}), schemas, name)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _FORMATS.get(schema.get("format", "")) or KNOWN.get(name, "…")
    return None


def _add(document: Json, other: Json) -> None:
    """Put another document's paths and components beside ours; two of one name are a mistake."""
    _join(document["paths"], other["paths"])
    for kind, group in other["components"].items():
        _join(document["components"].setdefault(kind, {}), group)


def _join(ours: Json, theirs: Json) -> None:
    both = ours.keys() & theirs.keys()
    if both:
        raise ValueError(f"Described twice: {', '.join(sorted(both))}")
    ours.update(theirs)
