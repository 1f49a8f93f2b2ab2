"""The import's forms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buildings.imports.columns import COLUMNS
from buildings.imports.models import ImportRun
from buildings.imports.reader import MAX_BYTES

if TYPE_CHECKING:
    from buildings.properties.models import Building


class UploadForm(forms.Form):
    """Which file goes into which building."""

    building = forms.ChoiceField(label=_("Building"))
    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        help_text=format_lazy(
            _(
                "XLSX or CSV, at most {size} MB. Nothing is changed until you have seen what the "
                "import would do."
            ),
            size=MAX_BYTES // 1024 // 1024,
        ),
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
        headings = [("", gettext("Not in the file")), *((name, name) for name in run.headings)]
        for column in COLUMNS:
            self.fields[column.key] = forms.ChoiceField(
                label=gettext(column.label),
                choices=headings,
                required=column.key == "apartment",
                help_text=gettext(column.hint) if column.hint else "",
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {key: heading for key, heading in self.cleaned_data.items() if heading}


class ApplyForm(forms.Form):
    """Whether the people who come in are invited at once."""

    invite = forms.BooleanField(
        label=_("Invite these residents"),
        required=False,
        help_text=_("Each gets an e-mail with a link of their own as soon as the import is done."),
    )
