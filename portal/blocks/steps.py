"""What happens when: works in the house, step by step."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.groups import TEXT


class StepBlock(blocks.StructBlock):
    state = blocks.ChoiceBlock(
        choices=[("done", _("Done")), ("now", _("Now")), ("next", _("Next"))],
        default="next",
        label=_("State"),
    )
    title = blocks.CharBlock(max_length=120, label=_("What happens"))
    start_date = blocks.DateBlock(required=False, label=_("From"))
    end_date = blocks.DateBlock(
        required=False, label=_("Until"), help_text=_("Empty for a single day.")
    )
    text = blocks.RichTextBlock(
        required=False, features=["bold", "italic", "link"], label=_("Details")
    )

    class Meta:
        icon = "calendar-check"
        label = _("Step")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        message = None
        if end and not start:
            message = _("Say from when as well.")
        elif start and end and end < start:
            message = _("The last day is before the first.")
        if message is not None:
            raise blocks.StructBlockValidationError(
                block_errors={"end_date": ValidationError(message)}
            )
        return cleaned


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=30, label=_("Steps"), collapsed=True)

    class Meta:
        icon = "tasks"
        label = _("Timeline")
        group = TEXT
        template = "portal/blocks/timeline.html"
        description = _("Works in the house step by step: what is done, under way, still to come.")
        preview_value = {
            "title": "New windows",
            "steps": [
                {"state": "done", "title": "Scaffold in the courtyard", "text": ""},
                {"state": "now", "title": "Windows of section North", "text": ""},
                {"state": "next", "title": "Windows of section South", "text": ""},
            ],
        }
