"""What people fill in about themselves. Input only; the operations decide."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries.preferences import CHANNELS, notification_types, preferences_of


class ProfileForm(forms.Form):
    """Name, number, language, time zone."""

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [("", gettext("As the building")), *settings.LANGUAGES]
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        places = sorted(
            name for name in available_timezones() if "/" in name and name[:4] != "Etc/"
        )
        zones = [("", gettext("As the building")), *((name, name) for name in places)]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]


class AvatarForm(forms.Form):
    """The picture of a person."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP or HEIC, at most 5 MB. We keep the picture alone, without "
            "the place and time a phone writes into it."
        ),
    )


class PreferencesForm(forms.Form):
    """Theme, digest and quiet hours, and three boxes for each kind of message."""

    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    digest = forms.ChoiceField(
        label=_("Digest by mail"),
        choices=[
            ("off", _("None: each mail by itself")),
            ("daily", _("Every day at 18:00")),
            ("weekly", _("Every Friday at 18:00")),
        ],
        help_text=_("One mail lists what is new. Important news and emergencies come at once."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        kept = preferences_of(user)
        initial: dict[str, Any] = {
            "theme": kept.theme,
            "digest": kept.digest,
            "quiet_from": kept.quiet_from,
            "quiet_until": kept.quiet_until,
        }
        for key, channels in kept.notifications.items():
            initial |= {f"{key}-{name}": value for name, value in channels.items()}
        super().__init__(data, initial=initial)
        for kind in notification_types():
            words = {"what": kind.label}
            self.fields[f"{kind.key}-email"] = forms.BooleanField(
                label=gettext("%(what)s by mail") % words, required=False
            )
            self.fields[f"{kind.key}-in_app"] = forms.BooleanField(
                label=gettext("%(what)s on the site") % words, required=False
            )
            self.fields[f"{kind.key}-push"] = forms.BooleanField(
                label=gettext("%(what)s to devices") % words, required=False
            )

    def table(self) -> list[tuple[Any, ...]]:
        """A row per kind of message: its name and its three boxes."""
        return [
            (kind.label, *(self[f"{kind.key}-{name}"] for name in CHANNELS))
            for kind in notification_types()
        ]

    def notifications(self) -> dict[str, dict[str, bool]]:
        return {
            kind.key: {name: self.cleaned_data[f"{kind.key}-{name}"] for name in CHANNELS}
            for kind in notification_types()
        }
