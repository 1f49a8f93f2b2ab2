"""What the desk enters about an outage. Input only; times are those on the building's wall."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from portal.audiences import EVERYBODY, Audience
from portal.blocks.audience import floors_in, names_in
from portal.forms.events import WallTimeField
from portal.models import Outage, OutageChange

if TYPE_CHECKING:
    from portal.audiences import Doors


class WallInput(forms.DateTimeInput):
    """The browser's own picker of a date and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note to the people"),
        required=False,
        max_length=OutageChange._meta.get_field("text").max_length,
        help_text=gettext_lazy("They read it in the message, such as what is being done."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OutageChangeForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The words and times of an outage that was announced."""

    class Meta:
        model = Outage
        fields: tuple[str, ...] = ("title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    starts_at = WallTimeField(
        label=gettext_lazy("Starts"), widget=WallInput, input_formats=["%Y-%m-%dT%H:%M"]
    )
    ends_at = WallTimeField(
        label=gettext_lazy("Ends"),
        widget=WallInput,
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        help_text=gettext_lazy("May be empty for an emergency, while nobody knows."),
    )

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_at", "ends_at"):
            field: Any = self.fields[name]
            field.zone = zone
            words = gettext("Time in the building (%(zone)s).") % {"zone": zone}
            field.help_text = f"{field.help_text} {words}".strip()

    def _post_clean(self) -> None:
        """Input only: the operation checks the whole outage, and changes the row it has locked."""


class OutageForm(OutageChangeForm):
    """A new outage and whom it concerns."""

    class Meta(OutageChangeForm.Meta):
        fields = ("kind", "category", "title", "text")

    field_order = ("kind", "category", "title", "text", "starts_at", "ends_at", "who")

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Outage.Kind.choices,
        widget=forms.RadioSelect,
        initial=Outage.Kind.PLANNED,
        help_text=gettext_lazy(
            "A planned outage is over by itself at its end. An emergency goes on until you end it, "
            "and is told by every channel."
        ),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who is affected"),
        choices=[
            ("everybody", gettext_lazy("Everybody")),
            ("floors", gettext_lazy("Some floors")),
            ("risers", gettext_lazy("Some risers")),
            ("sections", gettext_lazy("Some sections")),
            ("apartments", gettext_lazy("Some apartments")),
        ],
        widget=forms.RadioSelect,
        initial="everybody",
    )
    names = forms.CharField(
        label=gettext_lazy("Which floors, risers, sections or apartments"),
        required=False,
        max_length=1000,
    )

    def __init__(self, *args: Any, doors: "Doors", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_at"].required = False
        starts: Any = self.fields["starts_at"]
        starts.help_text = f"{gettext('Empty: now.')} {starts.help_text}"
        known = [
            (gettext("Risers"), doors.risers),
            (gettext("Sections"), doors.sections),
        ]
        words = [gettext("Separated by commas, for example 4B, 5A; floors also as 5-7.")]
        words += [f"{label}: {', '.join(names)}." for label, names in known if names]
        self.fields["names"].help_text = " ".join(words)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            values["audience"] = self._audience(values.get("who", ""), values.get("names", ""))
        except ValidationError as error:
            self.add_error("names", error)
        return values

    def _audience(self, who: str, text: str) -> Audience:
        if who == "everybody" or not who:
            if text.strip():
                raise ValidationError(gettext("Say above what these are, or leave this empty."))
            return EVERYBODY
        names = names_in(text)
        if not names:
            raise ValidationError(gettext("Say which ones."))
        if who != "floors":
            return Audience.from_json({who: names})
        try:
            return Audience(floors=floors_in(text))
        except ValueError as error:
            raise ValidationError(
                gettext("“%(part)s” is no floor. Write floors like 0, 2, 5-7."),
                params={"part": error},
            ) from error
