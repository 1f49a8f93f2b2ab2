"""The form behind the editor of events: times are those on the building's own wall."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import clock
from portal.forms.pages import BuildingPageForm

WALL_TIMES = ("starts_at", "ends_at", "signup_closes_at")


class WallTimeField(forms.DateTimeField):
    """A time as a clock in `zone` shows it, wherever the editor and the server are.

    When the clocks are put back and a time comes twice, the first one is meant; a time over which
    they are put forward is refused.
    """

    zone = "UTC"

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return clock.on_wall(value, self.zone)
        return value

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        shown = self._parsed(value)
        try:
            return clock.from_wall(shown, self.zone)
        except clock.NoSuchTime as error:
            raise ValidationError(
                _("Clocks are put forward in that night, so this time does not exist. "
                  "Choose an hour later.")
            ) from error  # fmt: skip
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def _parsed(self, value: Any) -> dt.datetime:
        """The naive datetime that was typed; Django's own reading with the time zone taken out."""
        if isinstance(value, dt.datetime):
            return value.replace(tzinfo=None)
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, dt.time())
        for shape in self.input_formats or ():
            try:
                return self.strptime(str(value).strip(), shape)
            except (ValueError, TypeError):
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class EventPageForm(BuildingPageForm):
    """Reads times on the wall, and completes what an editor may leave out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = self._zone()
        for name in WALL_TIMES:
            if name in self.fields:
                self.fields[name] = self._on_the_wall(self.fields[name])
        if "ends_at" in self.fields:
            self.fields["ends_at"].required = False

    def clean(self) -> Any:
        values: Any = super().clean()
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if starts is not None and values.get("is_whole_day"):
            first = clock.on_wall(starts, self.zone).date()
            last = clock.on_wall(ends, self.zone).date() if ends is not None else first
            if "ends_at" not in self.errors:
                values["starts_at"] = self._start_of(first)
                values["ends_at"] = self._end_of(last)
        return values

    def _zone(self) -> str:
        from portal.queries.access import building_home_of

        place = self.instance if self.instance.pk else self.parent_page
        home = building_home_of(place) if place is not None else None
        return home.building.time_zone if home is not None else "UTC"

    def _on_the_wall(self, field: forms.Field) -> WallTimeField:
        made = WallTimeField(
            required=field.required,
            widget=field.widget,
            label=field.label,
            help_text=" ".join(
                filter(None, [str(field.help_text), gettext("Time in the building")])
            )
            + f" ({self.zone}).",
        )
        made.zone = self.zone
        return made

    def _start_of(self, day: dt.date) -> dt.datetime:
        """The first minute of a day; in a few zones the clocks are put forward at midnight."""
        for hour in (0, 1):
            try:
                return clock.from_wall(dt.datetime.combine(day, dt.time(hour)), self.zone)
            except clock.NoSuchTime:
                continue
        raise ValidationError(gettext("There is no such day here."))

    def _end_of(self, day: dt.date) -> dt.datetime:
        """The last minute of a day."""
        return clock.from_wall(dt.datetime.combine(day, dt.time(23, 59)), self.zone)
