"""What a log is narrowed by. Input only; queries decide."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Company
    from buildings.properties.models import Building


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LogFilter(forms.Form):
    """Filters stand in the address; one that does not fit shows its mistake and narrows nothing."""

    what = forms.CharField(label=_("What"), required=False, max_length=80)
    who = forms.CharField(label=_("Who"), required=False, max_length=80)
    since = forms.DateField(label=_("From"), required=False, widget=_day())
    until = forms.DateField(label=_("Until"), required=False, widget=_day())

    def wanted(self) -> dict[str, Any]:
        """The filters that make sense, for `foundation.history.narrow`."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) for name in ("what", "who", "since", "until")}
        return {name: value for name, value in values.items() if value}

    @property
    def is_narrowing(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class CompanyLogFilter(LogFilter):
    building = forms.ChoiceField(label=_("Building"), required=False)

    def __init__(self, *args: Any, buildings: "Iterable[Building]", **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = {str(building.uuid): building.pk for building in buildings}
        self.fields["building"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(building.uuid), building.name) for building in buildings),
        ]

    def wanted(self) -> dict[str, Any]:
        found = super().wanted()
        chosen = self.ids.get(self.cleaned_data.get("building") or "")
        return found if chosen is None else found | {"building_id": chosen}


class PlatformLogFilter(LogFilter):
    company = forms.ChoiceField(label=_("Company"), required=False)

    def __init__(self, *args: Any, companies: "Iterable[Company]", **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = {company.slug: company.pk for company in companies}
        self.fields["company"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((company.slug, company.name) for company in companies),
        ]

    def wanted(self) -> dict[str, Any]:
        found = super().wanted()
        chosen = self.ids.get(self.cleaned_data.get("company") or "")
        return found if chosen is None else found | {"company_id": chosen}
