from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import SupportConsent


def _spans() -> list[tuple[int, str]]:
    """Said anew for each form, in the language of whoever reads it."""
    return [
        (hours, ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
        for hours in (1, 4, 24, 72)
    ]


class SupportConsentForm(forms.ModelForm[SupportConsent]):
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=_spans,
        initial=4,
    )

    class Meta:
        model = SupportConsent
        fields = ("purpose",)
