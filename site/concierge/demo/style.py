"""What the living style page shows: a form with mistakes, filters, tokens, charts, a date."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.views.generic import TemplateView

from foundation import charts


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As it stands on the bell.")
    email = forms.EmailField(label="E-mail address")
    kind = forms.ChoiceField(choices=[("owner", "Owner"), ("tenant", "Tenant")], required=False)
    since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    contact = forms.ChoiceField(
        label="Reach by", widget=forms.RadioSelect, choices=[("mail", "E-mail"), ("phone", "Phone")]
    )
    is_main = forms.BooleanField(label="Main contact of the apartment", required=False)
    file = forms.FileField(required=False)
    plate = forms.CharField(disabled=True, required=False, initial="WC 120")


class SampleFilters(forms.Form):
    """A search and two choices, as above every list of the desk."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    section = forms.ChoiceField(required=False, choices=[("", "All"), ("A", "A"), ("B", "B")])
    floor = forms.ChoiceField(required=False, choices=[("", "All"), ("1", "1"), ("2", "2")])


#: The custom properties of tokens.css that are colours, as swatches.
COLOURS = (
    "bg surface surface-raised surface-soft surface-hover line line-strong text text-soft "
    "text-faint brand brand-hover brand-text brand-soft brand-line ok warn bad info"
).split()
SIZES = ("xs", "sm", "md", "lg", "xl", "title", "hero")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HEAT = (9.4, 8.1, 6.6, 4.2, 2.0, 0.8, 0.5, 0.6, 1.9, 4.4, 6.9, 8.8)


class StyleView(TemplateView):
    """Every component in every state, for developers and for the design's own tests."""

    template_name = "style.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sample = {
            "form": SampleForm({"name": "Ana Almeida", "email": "ana@", "kind": "owner"}),
            "filters": SampleFilters(),
            "page": Paginator(range(240), 20).get_page(6),
            "date": date(2026, 11, 28),
            "colours": COLOURS,
            "sizes": SIZES,
            "spaces": range(1, 9),
            "bars": charts.bars("Heat", list(zip(MONTHS, HEAT, strict=True)), unit="MWh"),
            "area": charts.area(
                "Cold water",
                [(month, 40 + 3 * n % 17) for n, month in enumerate(MONTHS)],
                unit="m³",
            ),
            "spark": charts.sparkline(
                "Requests", [(month, n * n % 11) for n, month in enumerate(MONTHS)]
            ),
            "no_figures": charts.bars("Solar power", []),
        }
        return super().get_context_data(sample=sample, **kwargs)
