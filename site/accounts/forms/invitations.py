"""What the invited fill in. Input only; the operation decides."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NewAccountForm(forms.Form):
    """The account of somebody who was invited; the address is the invitation's."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        help_text=_("At least eight characters, not only numbers, and none that everybody uses."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class LetterAccountForm(NewAccountForm):
    """The same for the holder of a letter, who gives the address as well."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send a code to it, which you enter on the next page."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ("first_name", "last_name", "email", "password")
