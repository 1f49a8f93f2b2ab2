"""What the OpenAPI document says about allauth's JSON API, in the terms of our own document.

allauth ships a description of everything it can do, in OpenAPI 3.0, for two kinds of client. Ours
tells what is mounted here, once, for apps, and as the answers really are.
"""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import allauth.headless.spec
import yaml
from allauth.headless.spec.internal import schema as library
from django.urls import Resolver404, resolve, reverse

#: In front of the names of components, which would meet ours otherwise.
PREFIX = "Auth"
#: The name of addresses that answer 404 in place of the library (accounts.urls.headless).
NOT_OFFERED = "not-offered"
_METHODS = ("get", "post", "put", "patch", "delete")
_SESSION = "#/components/parameters/SessionToken"
_CLIENT = "#/components/parameters/Client"
Json = dict[str, Any]


def headless_document() -> Json:
    """`paths` and `components` of allauth's API, ready to be merged into another document."""
    source = Path(allauth.headless.spec.__file__).parent / "doc" / "openapi.yaml"
    document: Json = yaml.safe_load(source.read_text(encoding="utf-8"))
    library.specify_user(document)
    library.specify_signup_fields(document)
    library.specify_custom_signup_form(document)
    _correct(document["components"], document["paths"])
    root = reverse("headless:app:config").removesuffix("app/v1/config")
    paths = {
        path.replace("/_allauth/", root).replace("{client}", "app"): item
        for path, item in document["paths"].items()
        if "/browser/" not in path
    }
    kept = {path: _item(path.removeprefix(f"{root}app/v1/"), item) for path, item in paths.items()
            if _is_offered(path)}  # fmt: skip
    components = document["components"]
    components["schemas"] = _modern(components["schemas"])
    kept, components = _renamed(_modern(kept)), _renamed(components)
    components = {
        kind: {f"{PREFIX}{name}": value for name, value in group.items()}
        for kind, group in components.items()
    }
    return {"paths": kept, "components": _reachable(kept, components)}


def _is_offered(path: str) -> bool:
    try:
        return resolve(path).url_name != NOT_OFFERED
    except Resolver404:
        return False


def _item(name: str, item: Json) -> Json:
    """A path with its operations named and tagged as ours are, and with all they may answer."""
    return {
        method: _operation(method, name, operation)
        for method, operation in item.items()
        if method in _METHODS
    }


def _operation(method: str, name: str, operation: Json) -> Json:
    operation = copy.deepcopy(operation)
    words = name.replace("-", "_").replace("/", "_")
    operation |= {
        "operationId": f"{method}_{words}",
        "summary": operation.get("summary", "").strip(),
        "tags": ["auth"],
    }
    operation.setdefault("description", operation["summary"])
    parameters = operation.pop("parameters", [])
    given = [one for one in parameters if one.get("$ref") not in (_CLIENT, _SESSION)]
    if given:
        operation["parameters"] = given
    responses = operation["responses"]
    # Every path takes a session, in either of two headers, and says so when it has ended.
    operation["security"] = [{"Bearer": []}, {"SessionToken": []}, {}]
    responses["401"] = {"$ref": "#/components/responses/AuthenticationOrReauthentication"}
    responses.setdefault("410", {"$ref": "#/components/responses/SessionGone"})
    responses.setdefault("429", {"$ref": "#/components/responses/TooManyRequests"})
    if method != "get":
        # A body that is no JSON object is refused without a word.
        refused = responses.get("400", {})
        error = {"$ref": "#/components/schemas/ErrorResponse"}
        responses["400"] = {
            "description": refused.get("description", "The input does not fit."),
            "content": {
                "application/json": {"schema": error},
                "text/html": {"schema": {"type": "string", "maxLength": 0}},
            },
        }
    return operation


def _correct(components: Json, paths: Json) -> None:
    """Where the library's description is not what the library answers."""
    for path, response in (
        ("account/password/change", "Authenticated"),
        ("account/authenticators/recovery-codes", "RecoveryCodes"),
    ):
        answers = paths[f"/_allauth/{{client}}/v1/{path}"]["post"]["responses"]
        answers["200"] = {"$ref": f"#/components/responses/{response}"}
    schemas = components["schemas"]
    flow = schemas["Flow"]["properties"]
    # Passkeys and codes have flows of their own, and one that waits for nothing says so.
    flow["id"]["enum"] = sorted(
        {*flow["id"]["enum"], "mfa_login_webauthn", "mfa_signup_webauthn", "mfa_trust",
         "password_reset_by_code"}
    )  # fmt: skip
    flow["is_pending"] = {"type": "boolean"}
    # Several descriptions fit one way of signing in.
    ways = schemas["AuthenticationMethod"]
    ways["anyOf"] = ways.pop("oneOf")
    # Sign in, or prove again who you are: the same status, and one fits both descriptions.
    refusal = components["responses"]["AuthenticationOrReauthentication"]
    either = refusal["content"]["application/json"]["schema"]
    either["anyOf"] = either.pop("oneOf")
    is_in = schemas["AuthenticationMeta"]["allOf"][1]["properties"]["is_authenticated"]
    is_in["type"] = ["boolean", "null"]
    account = schemas["AccountConfiguration"]
    account["properties"]["authentication_method"] = {"type": "string", "enum": ["email"]}
    meta = schemas["BaseAuthenticationMeta"]["properties"]
    meta["refresh_token"] = {"type": "string", "description": "The refresh token."}


def _modern(value: Any) -> Any:
    """OpenAPI 3.0 said `nullable`; 3.1 lists null among the types."""

    def change(found: Json) -> Json:
        if found.pop("nullable", False) and isinstance(found.get("type"), str):
            found["type"] = [found["type"], "null"]
        return found

    return _mapped(value, change)


def _renamed(value: Any) -> Any:
    """The same with every reference pointing at the names in our document."""

    def change(found: Json) -> Json:
        reference = found.get("$ref")
        if isinstance(reference, str):
            start, _slash, name = reference.rpartition("/")
            found["$ref"] = f"{start}/{PREFIX}{name}"
        return found

    return _mapped(value, change)


def _mapped(value: Any, change: Callable[[Json], Json]) -> Any:
    if isinstance(value, dict):
        return change({str(key): _mapped(item, change) for key, item in value.items()})
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return value


def _reachable(paths: Json, components: Json) -> Json:
    """The components that some path needs, directly or through others."""
    kept: Json = {}
    waiting = _references(paths)
    while waiting:
        kind, name = waiting.pop()
        if name not in kept.setdefault(kind, {}):
            kept[kind][name] = components[kind][name]
            waiting |= _references(components[kind][name])
    return kept


def _references(value: Any) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def note(item: Json) -> Json:
        reference = item.get("$ref")
        if isinstance(reference, str):
            _start, kind, name = reference.rsplit("/", 2)
            found.add((kind, name))
        return item

    _mapped(value, note)
    return found
