"""What people say when they ask to be let in, and what the desk answers. Input only."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buildings.joining.models import JoinRequest
from foundation.forms import DateInput

if TYPE_CHECKING:
    from buildings.joining.queries.requests import Likeness


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the building"),
        max_length=20,
        help_text=_("Eight letters and digits, on the poster in the hall."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}
        ),
    )


class JoinForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Who asks, and for which apartment."""

    class Meta:
        model = JoinRequest
        fields = ("full_name", "apartment", "kind", "phone", "message")
        labels = {
            "full_name": _("Your name"),
            "apartment": _("Apartment"),
            "phone": _("Phone"),
            "message": _("Message to the managers"),
        }
        help_texts = {
            "apartment": _("As it stands on the door or in your contract, such as 4B."),
            "message": _("What helps them to know you, such as since when you live there."),
        }
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "apartment": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "message": forms.Textarea(attrs={"rows": 3}),
        }

    kind = forms.ChoiceField(
        label=_("You are its"), choices=JoinRequest.Kind.choices, widget=forms.RadioSelect
    )


class ApproveForm(forms.Form):
    """As what the desk lets somebody in. Filled with what was asked for and fits the book."""

    apartment = forms.ChoiceField(label=_("Apartment"))
    kind = forms.ChoiceField(label=_("Lives here as"), choices=JoinRequest.Kind.choices)
    start_date = forms.DateField(
        label=_("First day"), widget=DateInput, help_text=_("Access begins on this day.")
    )
    end_date = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        required=False,
        help_text=_("Empty while it goes on."),
    )
    person = forms.ChoiceField(
        label=_("Who they are in the book"),
        required=False,
        help_text=_("Choose the person whose account this is, so that nobody stands there twice."),
    )

    def __init__(
        self, *args: Any, apartments: "list[tuple[str, str]]", likeness: "Likeness", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["apartment"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose an apartment")),
            *apartments,
        ]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody yet: add them")),
            *(
                (str(known.person_id), f"{known.apartment} · {known.name} ({known.kind})")
                for known in likeness.people
            ),
        ]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        help_text=_("They read it in their mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
