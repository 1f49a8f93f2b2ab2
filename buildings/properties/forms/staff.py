"""What an owner fills in to offer a job. Input only; the operation decides."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buildings.properties.models import StaffInvitation

if TYPE_CHECKING:
    from buildings.properties.models import Building


class StaffInvitationForm(forms.Form):
    """To whom, which role, and where it counts."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=StaffInvitation.Role.choices,
        initial=StaffInvitation.Role.MANAGER,
        help_text=_("Owners run the company and its staff; they always see every building."),
    )
    covers = forms.ChoiceField(
        label=_("Works for"),
        choices=[("all", _("All buildings, also those to come")), ("named", _("These buildings:"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    buildings = forms.MultipleChoiceField(
        label=_("Buildings"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, buildings: "Iterable[Building]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._buildings = {str(building.uuid): building for building in buildings}
        choices = [(key, building.name) for key, building in self._buildings.items()]
        # Declared above as a choice field; `fields` promises only a Field.
        self.fields["buildings"].choices = choices  # type: ignore[attr-defined]

    @property
    def offer(self) -> dict[str, Any]:
        """The valid values as the operation takes them."""
        values = self.cleaned_data
        covers_all = values["covers"] == "all"
        named = [] if covers_all else [self._buildings[key] for key in values["buildings"]]
        return {
            "email": values["email"],
            "role": values["role"],
            "covers_all_buildings": covers_all,
            "buildings": named,
        }
