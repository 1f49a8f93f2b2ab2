"""The headings under which an editor finds the blocks."""

from django.utils.translation import gettext_lazy as _

TEXT = _("Text")
PICTURES = _("Pictures and films")
FILES = _("Files")
PEOPLE = _("People and places")
AUDIENCE = _("For some residents")
