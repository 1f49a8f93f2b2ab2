"""The desk's forms for people and residencies. They only read and check; operations save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.people import EDITABLE as PERSON_FIELDS
from buildings.residents.operations.residencies import PersonFacts
from buildings.residents.queries import ResidencyFilter
from foundation.forms import DateInput

MAX_SEARCH_LENGTH = 100
RESIDENCY_FIELDS = ("kind", "start_date", "end_date", "is_main_contact")
LABELS = {"kind": _("Lives here as"), "start_date": _("First day"), "end_date": _("Last day")}
DATES = {"start_date": DateInput, "end_date": DateInput}
#: Whoever has accepted has an account.
STATES_AT_DESK = [state for state in Invitation.State if state != Invitation.State.ACCEPTED]


class ResidencyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Kind, dates and main contact of a residency."""

    class Meta:
        model = Residency
        fields = RESIDENCY_FIELDS
        labels = {**LABELS, "is_main_contact": _("Main contact of the apartment")}
        widgets = DATES
        help_texts = {"end_date": _("Empty while it goes on.")}


class MoveInForm(ResidencyForm):
    """Somebody new in an apartment, or somebody the company knows by the same e-mail address."""

    full_name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Who is known by this address already is the same person."),
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    field_order = ["full_name", "email", "phone", *RESIDENCY_FIELDS]

    @property
    def person(self) -> PersonFacts:
        return PersonFacts(**{name: self.cleaned_data[name] for name in PERSON_FIELDS})

    @property
    def residency(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in RESIDENCY_FIELDS}


class MoveOutForm(forms.Form):
    """The last day of a residency."""

    end_date = forms.DateField(
        label=_("Last day"), widget=DateInput, help_text=_("Access ends when this day is over.")
    )


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """How to address and reach a person."""

    class Meta:
        model = Person
        fields = PERSON_FIELDS


class ResidencyFilters(forms.Form):
    """What the list of a building's residencies is narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MAX_SEARCH_LENGTH,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Name, e-mail, apartment")}
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Residency.Kind.choices]
    )
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Now")),
            ("coming", _("Moving in")),
            ("past", _("Moved out")),
            ("all", _("Always")),
        ],
    )
    access = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("account", _("Has an account")),
            ("none", _("Not invited")),
            *((state.value, state.label) for state in STATES_AT_DESK),
            ("expired", _("Expired")),
            ("no-email", _("No e-mail address")),
        ],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def wanted(self) -> ResidencyFilter:
        """The filters that make sense; the others show their mistake and narrow nothing."""
        self.is_valid()
        return ResidencyFilter(
            text=self.cleaned_data.get("q", ""),
            kind=self.cleaned_data.get("kind", ""),
            when=self.cleaned_data.get("when") or "now",
            access=self.cleaned_data.get("access", ""),
        )
