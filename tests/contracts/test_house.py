"""What surrounds the code keeps its promises: git, import contracts, locked requirements."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PACKAGES = [
    "site/accounts",
    "site/concierge",
    "site/foundation",
    "buildings",
    "home",
    "portal",
    "search",
]


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


needs_git = pytest.mark.skipif(
    git("rev-parse", "--is-inside-work-tree").returncode != 0, reason="not a git checkout"
)


class TestProjectPackage:
    @needs_git
    def test_is_tracked_by_git(self) -> None:
        assert "site/concierge/settings/base.py" in git("ls-files", "site").stdout.splitlines()

    @needs_git
    def test_is_not_ignored(self) -> None:
        """Many stock ignore files name `site`: documentation tools write there."""
        ignored = git("check-ignore", "--no-index", "site/a_new_app/models.py")
        assert ignored.returncode == 1, ignored.stdout

    def test_folder_is_not_a_package(self) -> None:
        """Python's own frozen module owns the name `site`."""
        assert not (ROOT / "site" / "__init__.py").exists()

    def test_documentation_is_built_elsewhere(self) -> None:
        """The documentation tool empties its output folder: `site` unless told otherwise."""
        settings = (ROOT / "mkdocs.yml").read_text()
        assert re.search(r"^site_dir: public$", settings, re.MULTILINE)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_code_is_a_package(package: str) -> None:
    """The import linter does not look into folders without an `__init__.py`."""
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


class TestImportContracts:
    """A new app that no contract names would escape them all."""

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    our_apps = sorted(
        config.name
        for config in apps.get_app_configs()
        if ".venv" not in config.path and Path(config.path).is_relative_to(ROOT)
    )

    def test_layers_name_every_app(self) -> None:
        layers = next(contract for contract in self.contracts if contract["id"] == "layers")[
            "layers"
        ]
        named = {name.strip() for layer in layers for name in layer.split("|")}
        assert named == set(self.our_apps)

    def test_rooms_are_listed_for_every_app(self) -> None:
        containers = {
            name for contract in self.contracts for name in contract.get("containers", [])
        }
        assert containers == set(self.our_apps)

    def test_models_are_protected_in_every_app_that_has_them(self) -> None:
        protected = {
            name for contract in self.contracts for name in contract.get("protected_modules", [])
        }
        with_models = {
            f"{name}.models"
            for name in self.our_apps
            if apps.get_app_config(name.split(".")[-1]).models
        }
        assert with_models <= protected


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
class TestLocks:
    def test_name_no_index(self, lock: Path) -> None:
        assert "://" not in lock.read_text()

    def test_pin_and_hash_everything(self, lock: Path) -> None:
        entries = re.split(r"\n(?=[a-z0-9])", "\n".join(lock.read_text().splitlines()[1:]))
        assert [
            entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry
        ] == []


@needs_git
def test_no_secret_environment_is_tracked() -> None:
    assert git("ls-files", "--", ".env", "var", "*.sqlite3", "*.pem", "*.key").stdout == ""
