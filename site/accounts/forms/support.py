from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import SupportConsent


class SupportConsentForm(forms.ModelForm[SupportConsent]):
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            (hours, ngettext_lazy("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
            for hours in (1, 4, 24, 72)
        ],
        initial=4,
    )

    class Meta:
        model = SupportConsent
        fields = ("purpose",)
