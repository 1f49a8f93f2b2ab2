"""What the search is narrowed to."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.forms import DateInput
from search.models import SearchEntry
from search.queries.entries import Wanted
from search.text.questions import MAX_LENGTH

if TYPE_CHECKING:
    from buildings.properties.models import Building


class SearchForm(forms.Form):
    """All of it optional; what does not fit narrows nothing and is said beside the field."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "maxlength": MAX_LENGTH,
                "autocomplete": "off",
                "dir": "auto",
                "list": "search-suggestions",
            }
        ),
    )
    building = forms.ChoiceField(label=_("Building"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    kind = forms.ChoiceField(
        required=False, choices=[("", ""), *SearchEntry.Kind.choices], widget=forms.HiddenInput()
    )

    def __init__(self, data: Any, buildings: "list[Building]") -> None:
        cleaned = data.copy()
        for name in ("q", "building", "since", "until", "kind"):
            if name in cleaned:
                cleaned[name] = cleaned[name].replace("\x00", " ")
        cleaned["q"] = cleaned.get("q", "")[:MAX_LENGTH]
        super().__init__(cleaned)
        self.fields["q"].widget.attrs["data-suggest"] = reverse("api:suggest-search")
        self.buildings = {
            f"{building.company.slug}/{building.slug}": building for building in buildings
        }
        if len(buildings) > 1:
            names = [(key, building.name) for key, building in self.buildings.items()]
            choices = [("", _("All my buildings")), *names]
            self.fields["building"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["building"]

    def wanted(self) -> Wanted:
        """The question, with every narrowing that was understood."""
        self.is_valid()
        values = self.cleaned_data
        building = self.buildings.get(values.get("building") or "")
        zone = ZoneInfo(building.time_zone if building is not None else self._one_zone())
        return Wanted(
            text=values.get("q", ""),
            building_id=building.pk if building is not None else None,
            kind=values.get("kind", ""),
            since=_midnight(values.get("since"), zone),
            before=_midnight(values.get("until"), zone, days_later=1),
        )

    def _one_zone(self) -> str:
        """The days of one building are meant by its own clock; those of several by UTC."""
        zones = {building.time_zone for building in self.buildings.values()}
        return zones.pop() if len(zones) == 1 else "UTC"


def _midnight(date: dt.date | None, zone: ZoneInfo, days_later: int = 0) -> dt.datetime | None:
    """When the day begins there. Years that no page is from narrow nothing."""
    if date is None or not 1900 <= date.year <= 2200:
        return None
    return dt.datetime.combine(date + dt.timedelta(days=days_later), dt.time.min, zone)
