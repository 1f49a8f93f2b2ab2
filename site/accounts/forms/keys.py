"""What owners fill in for an API key. Input only; the operation decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries.keys import scope_labels

DAYS = (
    (30, _("30 days")),
    (90, _("90 days")),
    (365, _("One year")),
    (730, _("Two years")),
)


class ApiKeyForm(forms.Form):
    """For which program, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("The program that uses it. History names it so."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=365)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the reader's language.
        self.fields["scopes"].choices = scope_labels()  # type: ignore[attr-defined]
