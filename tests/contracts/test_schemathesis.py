"""Every operation of the document, asked with what fits it and what does not, by four people: no
answer is a failure of the server, and each is one that the document tells about.

Generated values are the same at every run, so a failure comes again. What a request changes is
rolled back before the next.
"""

import json
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from buildings.imports.operations.uploads import upload_file
from concierge.api import api
from portal.models import Outage
from tests.accounts.tokens import App

pytestmark = [pytest.mark.django_db, pytest.mark.production]

PEOPLE = ("nobody", "ana", "boris", "sol")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Who somebody is, is said by the test.
IDENTITY = {"authorization", "x-api-key", "x-session-token", "cookie"}
EXAMPLES = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 2}

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
OPERATIONS = [
    found.ok()
    for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
    if isinstance(found, Ok)
]


@pytest.fixture
def apps(world: Any) -> dict[str, App]:
    """Each of the four, signed in as an app."""
    return {name: App() if name == "nobody" else App(world.people[name].email) for name in PEOPLE}


@pytest.fixture
def ids(world: Any) -> dict[str, str]:
    """Objects of Willow Court for the addresses: made-up ids would be 404 every time."""
    apartment = world.apartment("willow", "4B")
    residency = apartment.residencies.get(is_main_contact=True)
    run = upload_file(
        actor=world.boris, building=world.willow, content=b"Unit\n1A\n", file_name="sheet.csv"
    )
    return {
        "import_id": str(run.uuid),
        "building_id": str(world.willow.uuid),
        "apartment_id": str(apartment.uuid),
        "residency_id": str(residency.uuid),
        "person_id": str(residency.person.uuid),
        "event_id": str(world.events["willow"].public_id),
        "outage_id": str(Outage.objects.get(building=world.willow).uuid),
        "feed_id": str(world.ana.feed_tokens.first().uuid),
        "document_id": str(world.minutes["willow"].translation_key),
        "key_id": str(world.companies["harbour"].api_keys.get().uuid),
        "invitation_id": str(residency.person.invitations.get().uuid),
        "membership_id": str(world.boris.memberships.get().uuid),
        "device_id": str(world.sol.push_devices.get().uuid),
    }


def test_the_whole_document_is_asked() -> None:
    described = {
        f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item
    }
    assert {operation.label for operation in OPERATIONS} == described


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_answers_are_as_described(operation: Any, apps: dict[str, App], ids: Any) -> None:
    known = {
        parameter.name: ids[parameter.name]
        for parameter in operation.path_parameters
        if parameter.name in ids
    }
    for mode, number in EXAMPLES.items():
        if mode is GenerationMode.NEGATIVE and not (operation.body or len(operation.query)):
            continue

        @settings(
            max_examples=number,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(mode, path_parameters=known or None))
        def ask(case: Any) -> None:
            for app in apps.values():
                with transaction.atomic():
                    case.validate_response(sent(case, app), checks=CHECKS)
                    transaction.set_rollback(True)

        ask()


def sent(case: Any, app: App) -> Response:
    """What the product answers to one person, in the shape that the checks know."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in prepared.headers.items()
        if name.lower() not in (*IDENTITY, "content-length", "content-type")
    }
    if app.access:
        headers["Authorization"] = f"Bearer {app.access}"
    answer = Client(raise_request_exception=False).generic(
        prepared.method,
        prepared.path_url,
        prepared.body or b"",
        content_type=prepared.headers.get("Content-Type", "application/json"),
        headers=headers,
    )
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=answer.getvalue(),
        request=prepared,
        elapsed=0.0,
        verify=False,
        encoding="utf-8",
    )
