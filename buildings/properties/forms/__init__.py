"""The desk's forms for buildings and apartments.

They only read and check what was typed; the operations save it. Editing starts from `initial`
values, never from an instance, so that a refused value does not appear in the page's title.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_name, get_territory_currencies
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from buildings.properties.models import Apartment, Building
from buildings.properties.operations.apartments import EDITABLE as APARTMENT_FIELDS
from buildings.properties.operations.buildings import EDITABLE as BUILDING_FIELDS
from buildings.properties.queries import ApartmentFilter
from foundation.languages import locale_of

if TYPE_CHECKING:
    from accounts.models import Company

Choices = list[tuple[str, str]]

MAX_SEARCH_LENGTH = 100


@cache
def _countries(language: str) -> Choices:
    names = locale_of(language).territories
    # Two letters are countries; digits are continents and ZZ stands for nowhere.
    known = [(code, name) for code, name in names.items() if code.isalpha() and code != "ZZ"]
    return sorted(known, key=lambda choice: choice[1])


@cache
def _currencies(language: str) -> Choices:
    """The currencies with which people pay somewhere today."""
    countries = dict(_countries(language))
    codes = {currency for code in countries for currency in get_territory_currencies(code)}
    names = {code: get_currency_name(code, locale=locale_of(language)) for code in codes}
    return [(code, f"{code} – {names[code]}") for code in sorted(codes)]


def _languages() -> Choices:
    """Each in its own words, as people look for it."""
    return list(settings.LANGUAGES)


@cache
def _time_zones() -> Choices:
    """Zones named after places; the others are leftovers of older systems."""
    places = (name for name in available_timezones() if "/" in name and name[:4] != "Etc/")
    return [(name, name.replace("_", " ")) for name in [*sorted(places), "UTC"]]


class BuildingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The facts of a building."""

    class Meta:
        model = Building
        fields = BUILDING_FIELDS
        help_texts = {
            "slug": _("The last part of the address of its site, for example willow-court."),
            "country": "",
            "time_zone": _("Dates and deadlines follow the clock on its wall."),
            "language": "",
            "currency": "",
            "brand_hue": _(
                "Colour of its site, as a hue: 0 is red, 120 green, 240 blue, up to 359."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", _countries(get_language() or "en")),
            ("time_zone", _time_zones()),
            ("language", _languages()),
            ("currency", _currencies(get_language() or "en")),
        ):
            # The model has the last word on what is valid; programs may have set other values.
            current = self.initial.get(name) or self.fields[name].initial or ""
            extra = [] if current in dict(choices) else [(current, current or _("Choose"))]
            self.fields[name].widget = forms.Select(choices=[*extra, *choices])


class LogoForm(forms.Form):
    """The picture that becomes a building's logo."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP, GIF or HEIC, at most 5 MB; square or wide pictures fit best."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )


class NewBuildingForm(BuildingForm):
    """A building to be added to one of the companies the person owns."""

    company = forms.ChoiceField(label=_("Company"))

    field_order = ["company", *BUILDING_FIELDS]

    def __init__(self, *args: Any, companies: "Iterable[Company]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Declared above as a ChoiceField; `fields` promises only a Field.
        self.fields["company"].choices = [  # type: ignore[attr-defined]
            (company.slug, company.name) for company in companies
        ]


class BuildingFilters(forms.Form):
    """What the list of buildings is narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MAX_SEARCH_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or address")}),
    )
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All")), *Building.Type.choices]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that make sense; the others show their mistake and narrow nothing."""
        self.is_valid()
        return {
            "text": self.cleaned_data.get("q", ""),
            "building_type": self.cleaned_data.get("type", ""),
        }


class ApartmentForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The facts of an apartment."""

    class Meta:
        model = Apartment
        fields = APARTMENT_FIELDS
        help_texts = {"number": _("As on the door, for example 4B.")}


class ApartmentFilters(forms.Form):
    """What the list of a building's apartments is narrowed to."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=MAX_SEARCH_LENGTH,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Number, riser, parking")}
        ),
    )
    section = forms.ChoiceField(label=_("Section"), required=False)
    floor = forms.TypedChoiceField(label=_("Floor"), required=False, coerce=int, empty_value=None)
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All")), *Apartment.Type.choices]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, sections: Iterable[str], floors: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("section", sections), ("floor", floors)):
            # As above: choice fields all of them.
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", _("All")),
                *((str(value), str(value)) for value in values),
            ]

    @property
    def wanted(self) -> ApartmentFilter:
        """The filters that make sense; the others show their mistake and narrow nothing."""
        self.is_valid()
        return ApartmentFilter(
            text=self.cleaned_data.get("q", ""),
            section=self.cleaned_data.get("section", ""),
            floor=self.cleaned_data.get("floor"),
            apartment_type=self.cleaned_data.get("type", ""),
        )
