"""What the living style page shows: a form with mistakes, filters, a page of a list, a date."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.views.generic import TemplateView


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


class StyleView(TemplateView):
    """Every component in every state, for developers and for the design's own tests."""

    template_name = "style.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sample = {
            "form": SampleForm({"name": "Ana Almeida", "email": "ana@", "kind": "owner"}),
            "filters": SampleFilters(),
            "page": Paginator(range(240), 20).get_page(6),
            "date": date(2026, 11, 28),
        }
        return super().get_context_data(sample=sample, **kwargs)
