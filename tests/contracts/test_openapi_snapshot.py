"""The API is what its stored description says: a change shows in review."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from openapi_spec_validator import validate

from accounts.authentication.document import PREFIX
from concierge.management.commands.export_openapi import SNAPSHOT, document


def test_equals_the_snapshot() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == document(), "run: make openapi"


def test_is_valid_openapi() -> None:
    validate(json.loads(document()))


def test_every_operation_names_its_refusals_and_what_it_is_for() -> None:
    schema = json.loads(document())
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            where = f"{method.upper()} {path}"
            assert operation["tags"], where
            # Some are for whoever holds a token of their own.
            assert "401" in operation["responses"] or "security" not in operation, where
            assert operation["operationId"].count("_") <= 4, where


def test_lists_answer_items_and_count() -> None:
    schema = json.loads(document())
    for name, definition in schema["components"]["schemas"].items():
        if name.endswith("List") and not name.startswith(PREFIX):
            assert set(definition["properties"]) == {"items", "count"}, name


def test_check_says_what_to_do(tmp_path) -> None:
    stale = tmp_path / "openapi.json"
    stale.write_text("{}")
    with pytest.raises(CommandError, match="make openapi"):
        call_command("export_openapi", "--check", output=stale, stderr=io.StringIO())


def test_write_then_check(tmp_path) -> None:
    target = tmp_path / "new" / "openapi.json"
    call_command("export_openapi", output=target, stdout=io.StringIO())
    call_command("export_openapi", "--check", output=target, stdout=io.StringIO())
