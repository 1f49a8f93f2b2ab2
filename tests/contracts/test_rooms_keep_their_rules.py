"""Rules of the rooms that import-linter cannot see, read from the source code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    ROOT / "site" / "foundation",
    ROOT / "site" / "accounts",
    ROOT / "site" / "notifications",
    *sorted(path.parent for path in (ROOT / "buildings").glob("*/apps.py")),
    ROOT / "portal",
    ROOT / "home",
    ROOT / "search",
]
#: Rooms that get objects through scoped queries, so that forgetting the scope is impossible.
WITHOUT_MANAGERS = ("views", "api", "admin_viewsets", "tasks", "wagtail_hooks", "forms", "exports")
#: These two rooms read by an id that an operation handed them.
MAY_USE_MANAGERS = {"site/foundation/tasks.py": "delivers the event it was given by id"}


def room(app: Path, name: str) -> list[Path]:
    """The files of a room: a module, or a folder of modules."""
    folder = [path for path in (app / name).rglob("*.py") if path.name != "__init__.py"]
    return [path for path in (app / f"{name}.py",) if path.exists()] + sorted(folder)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


SCOPED_FILES = [path for app in APPS for name in WITHOUT_MANAGERS for path in room(app, name)]
OPERATION_FILES = [path for app in APPS for path in room(app, "operations")]


@pytest.mark.parametrize("path", SCOPED_FILES, ids=relative)
def test_uses_queries_not_managers(path: Path) -> None:
    if relative(path) in MAY_USE_MANAGERS:
        pytest.skip(MAY_USE_MANAGERS[relative(path)])
    found = [
        f"line {node.lineno}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
    ]
    assert found == [], f"{relative(path)} bypasses `visible_to`"


WRITES = {"record", "record_many", "publish", "save", "delete", "create", "bulk_create",
          "bulk_update", "update", "add_child"}  # fmt: skip


def operations(path: Path) -> Iterator[ast.FunctionDef]:
    """Public functions of an operations module that name an actor and write."""
    for node in parsed(path).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        arguments = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
        called = {
            call.func.attr
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        }
        if "actor" in arguments and called & WRITES:
            yield node


@pytest.mark.parametrize("path", OPERATION_FILES, ids=relative)
class TestOperations:
    def test_take_keywords_only_and_the_actor_first(self, path: Path) -> None:
        wrong = [
            node.name
            for node in operations(path)
            if node.args.args or node.args.posonlyargs or node.args.kwonlyargs[0].arg != "actor"
        ]
        assert wrong == []

    def test_are_one_transaction(self, path: Path) -> None:
        """Those without the decorator must say that the caller has opened the transaction."""
        wrong = [
            node.name
            for node in operations(path)
            if "transaction.atomic" not in {ast.unparse(d) for d in node.decorator_list}
            and "transaction" not in (ast.get_docstring(node) or "")
        ]
        assert wrong == []

    def test_say_what_can_go_wrong_or_what_they_are_part_of(self, path: Path) -> None:
        without = [node.name for node in operations(path) if not ast.get_docstring(node)]
        assert without == []


@pytest.mark.parametrize("app", APPS, ids=relative)
def test_queries_never_write(app: Path) -> None:
    writing = {"save", "create", "bulk_create", "bulk_update", "get_or_create",
               "update_or_create", "delete"}  # fmt: skip
    for path in room(app, "queries"):
        calls = {
            node.func.attr
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not calls & writing, relative(path)


@pytest.mark.parametrize("app", APPS, ids=relative)
def test_files_stay_short(app: Path) -> None:
    """Past 400 lines a room becomes a folder, split by noun."""
    long = [
        relative(path)
        for path in app.rglob("*.py")
        if "migrations" not in path.parts
        and len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]
    assert long == []


def test_the_list_of_apps_is_complete() -> None:
    found = {path.parent for path in ROOT.glob("*/apps.py")}
    found |= {path.parent for path in ROOT.glob("site/*/apps.py")}
    found |= {path.parent for path in ROOT.glob("buildings/*/apps.py")}
    assert found - {ROOT / "site" / "concierge"} == set(APPS)
