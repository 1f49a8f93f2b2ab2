"""Signing up together with a company."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.queries.companies import company_exists, reserved_slugs
from foundation.validation import slug_format

#: In the session: the company somebody wants, until the code from the mail arrives.
WISH = "company_wish"


class CompanySignupForm(SignupForm):
    """The company and the person who will own it."""

    field_order = ["company", "slug", "first_name", "last_name", "email", "password1"]

    company = forms.CharField(label=_("Name of the company"), max_length=120)
    slug = forms.CharField(
        label=_("Address of its pages"),
        max_length=50,
        validators=[slug_format],
        help_text=_("Lower-case letters, digits and hyphens, such as harbour-homes."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)

    def clean_slug(self) -> str:
        slug: Any = self.cleaned_data["slug"]
        if slug in reserved_slugs() or company_exists(slug):
            raise forms.ValidationError(gettext("This address is taken; choose another."))
        return str(slug)
