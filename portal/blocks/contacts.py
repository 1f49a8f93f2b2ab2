"""Whom to call, where to go, and when somebody is there."""

import re
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal.blocks.groups import PEOPLE

_PHONE = re.compile(r"^\+?[0-9][0-9 ()/.\-\u2011\u2013]*$")
_FEWEST_DIGITS = 3


class PhoneBlock(blocks.CharBlock):
    """A number that can be dialled by pressing it."""

    def clean(self, value: str) -> str:
        cleaned: str = super().clean(value).strip()
        digits = sum(character.isdigit() for character in cleaned)
        if cleaned and (not _PHONE.match(cleaned) or digits < _FEWEST_DIGITS):
            raise ValidationError(
                _("Write a number that can be dialled, like +49 40 555 0170 or 112.")
            )
        return cleaned


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, label=_("Name"))
    role = blocks.CharBlock(
        required=False, max_length=120, label=_("Role"), help_text=_("For example caretaker.")
    )
    phone = PhoneBlock(required=False, max_length=40, label=_("Phone"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    note = blocks.TextBlock(required=False, max_length=300, label=_("Note"))

    class Meta:
        icon = "user"
        label = _("Contact")
        group = PEOPLE
        template = "portal/blocks/contact.html"
        description = _("One person or office with phone and e-mail address.")
        preview_value = {
            "name": "Juno Park",
            "role": "Caretaker",
            "phone": "+49 40 555 0142",
            "note": "Keys, parcels, light bulbs in the stairs.",
        }


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, label=_("Name"))
    role = blocks.CharBlock(required=False, max_length=120, label=_("Role"))
    photo = ImageChooserBlock(
        required=False,
        label=_("Photo"),
        help_text=_("Only with the person's consent. Without one their initials are shown."),
    )
    phone = PhoneBlock(required=False, max_length=40, label=_("Phone"))
    email = blocks.EmailBlock(required=False, label=_("E-mail"))
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("For example when to find them."),
    )

    class Meta:
        icon = "user"
        label = _("Person")


class PeopleBlock(blocks.StructBlock):
    """A team side by side."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    people = blocks.ListBlock(
        PersonBlock(), min_num=1, max_num=30, label=_("People"), collapsed=True
    )

    class Meta:
        icon = "group"
        label = _("People")
        group = PEOPLE
        template = "portal/blocks/people.html"
        description = _("A team side by side, with photos.")
        preview_value = {
            "title": "Front desk",
            "people": [
                {"name": "Juno Park", "role": "Caretaker", "phone": "+49 40 555 0142"},
                {"name": "Per Olsen", "role": "Night porter", "note": "From ten to six"},
            ],
        }


class OpeningTimeBlock(blocks.StructBlock):
    days = blocks.CharBlock(
        max_length=60, label=_("Days"), help_text=_("For example Monday to Friday.")
    )
    hours = blocks.CharBlock(
        max_length=60, label=_("Hours"), help_text=_("For example 8:00–17:00, or closed.")
    )


class OpeningHoursBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, default=_("Opening hours"), label=_("Title"))
    times = blocks.ListBlock(OpeningTimeBlock(), min_num=1, max_num=14, label=_("Times"))

    class Meta:
        icon = "time"
        label = _("Opening hours")
        group = PEOPLE
        template = "portal/blocks/opening_hours.html"
        description = _("When somebody is there.")
        preview_value = {
            "title": "Front desk",
            "times": [
                {"days": "Monday to Friday", "hours": "8:00–19:00"},
                {"days": "Sunday", "hours": "closed"},
            ],
        }


class EmergencyNumberBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        max_length=120, label=_("What for"), help_text=_("For example lift breakdown.")
    )
    phone = PhoneBlock(max_length=40, label=_("Phone"))


class EmergencyNumbersBlock(blocks.StructBlock):
    """Shown first on the contacts page, wherever it stands in the editor, and on the home page."""

    title = blocks.CharBlock(max_length=120, default=_("In an emergency"), label=_("Title"))
    numbers = blocks.ListBlock(EmergencyNumberBlock(), min_num=1, max_num=12, label=_("Numbers"))

    class Meta:
        icon = "warning"
        label = _("Emergency numbers")
        group = PEOPLE
        template = "portal/blocks/emergency_numbers.html"
        description = _("Numbers for an emergency. The contacts page always shows them first.")
        preview_value = {
            "title": "In an emergency",
            "numbers": [
                {"label": "Fire and ambulance", "phone": "112"},
                {"label": "Lift stuck", "phone": "+49 40 555 0170"},
            ],
        }


MAPS = {
    "osm": ("OpenStreetMap", "https://www.openstreetmap.org/search?", "query"),
    "google": ("Google Maps", "https://www.google.com/maps/search/?api=1&", "query"),
    "apple": ("Apple Maps", "https://maps.apple.com/?", "q"),
}


class MapLinkValue(blocks.StructValue):
    @property
    def service_name(self) -> str:
        return MAPS.get(self.get("service"), MAPS["osm"])[0]

    @property
    def url(self) -> str:
        """The map's search for the address."""
        _name, address, parameter = MAPS.get(self.get("service"), MAPS["osm"])
        place = ", ".join((self.get("address") or "").split("\n"))
        return address + urlencode({parameter: " ".join(place.split())})


class MapLinkBlock(blocks.StructBlock):
    """An address in plain words with a link to a map. No map is loaded into the page."""

    title = blocks.CharBlock(max_length=120, label=_("Place"))
    address = blocks.TextBlock(
        max_length=300, rows=3, label=_("Address"), help_text=_("As on an envelope.")
    )
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("How to get there"),
        help_text=_("For example: through the courtyard, second door."),
    )
    service = blocks.ChoiceBlock(
        choices=[(key, name) for key, (name, _url, _query) in MAPS.items()],
        default="osm",
        label=_("Map"),
    )

    class Meta:
        icon = "site"
        label = _("Address with map link")
        group = PEOPLE
        template = "portal/blocks/map_link.html"
        value_class = MapLinkValue
        description = _("An address in plain words, with a link that opens a map.")
        preview_value = {
            "title": "Bicycle cellar",
            "address": "Weidenweg 12a\n20457 Hamburg",
            "note": "Down the ramp, second door.",
            "service": "osm",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        cleaned["address"] = (cleaned.get("address") or "").replace("\r\n", "\n").strip()
        return cleaned
