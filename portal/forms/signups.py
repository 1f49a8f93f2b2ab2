"""What residents and staff fill in around events and feeds. Input only; operations decide."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.queries.feeds import kinds
from portal.queries.places import my_buildings

if TYPE_CHECKING:
    from accounts.models import User


class SignupForm(forms.Form):
    """How many guests come along."""

    guests = forms.IntegerField(min_value=0, max_value=100, required=False)


class FeedForm(forms.Form):
    """Which feed, of which of one's own buildings."""

    kind = forms.ChoiceField(label=_("What"))
    building = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
        self.fields["building"].choices = [  # type: ignore[attr-defined]
            ("", _("All my buildings")),
            *((str(item.building.uuid), item.building.name) for item in my_buildings(user)),
        ]
