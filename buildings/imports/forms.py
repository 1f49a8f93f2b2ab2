"""The import's forms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms

from buildings.imports.columns import COLUMNS
from buildings.imports.models import ImportRun
from buildings.imports.reader import MAX_BYTES

if TYPE_CHECKING:
    from buildings.properties.models import Building


class UploadForm(forms.Form):
    """Which file goes into which building."""

    building = forms.ChoiceField()
    file = forms.FileField(
        label="Spreadsheet",
        allow_empty_file=True,
        help_text=f"XLSX or CSV, at most {MAX_BYTES // 1024 // 1024} MB. Nothing is changed until "
        "you have seen what the import would do.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, buildings: "Iterable[Building]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["building"]
        field.choices = [(f"{b.company.slug}/{b.slug}", f"{b.name}, {b.city}") for b in buildings]


class MappingForm(forms.Form):
    """For every known column the heading that holds it, guessed to begin with."""

    def __init__(self, data: Any = None, *, run: ImportRun) -> None:
        super().__init__(data, initial=run.mapping)
        headings = [("", "Not in the file"), *((name, name) for name in run.headings)]
        for column in COLUMNS:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=headings,
                required=column.key == "apartment",
                help_text=column.hint,
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {key: heading for key, heading in self.cleaned_data.items() if heading}
