"""Signing up together with a company."""

from allauth.account.forms import SignupForm
from django import forms
from django.utils.text import slugify
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
        required=False,
        validators=[slug_format],
        help_text=_(
            "Lower-case letters, digits and hyphens, such as harbour-homes. Left empty, it is made "
            "of the name."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("company", ""))[:50]
        if not slug:
            raise forms.ValidationError(gettext("Write an address in Latin letters."))
        if _is_taken(slug):
            message = gettext("This address is taken; choose another, such as %(free)s.")
            raise forms.ValidationError(message % {"free": _free(slug)})
        return str(slug)


def _is_taken(slug: str) -> bool:
    return slug in reserved_slugs() or company_exists(slug)


def _free(slug: str) -> str:
    """The first of slug-2, slug-3, … that nobody has."""
    candidates = (f"{slug[:45]}-{number}" for number in range(2, 1000))
    return next((candidate for candidate in candidates if not _is_taken(candidate)), slug)
