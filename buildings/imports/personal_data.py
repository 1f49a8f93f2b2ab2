"""What uploaded spreadsheets keep: they hold everybody of a building, also whoever wants to go."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from buildings.imports.models import ImportRun
from buildings.imports.operations.uploads import forget_files_naming
from foundation import personal_data

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def export(user: "User") -> dict[str, Any]:
    return {
        "imports_started": [
            {"file": run.file_name, "building": run.building.name, "at": run.created_at}
            for run in ImportRun.objects.filter(actor=user).select_related("building")
        ]
    }


def erase(user: "User") -> "Iterable[Model]":
    return forget_files_naming(user=user)


personal_data.register(personal_data.Part("imports", export=export, erase=erase))
