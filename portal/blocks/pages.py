"""The streams of page types that have a form of their own: questions, photos, members, rules."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks.contacts import PersonBlock
from portal.blocks.pictures import CaptionedPictureBlock
from portal.blocks.text import QuestionBlock


class QuestionGroupBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    questions = blocks.ListBlock(
        QuestionBlock(), min_num=1, max_num=60, collapsed=True, label=_("Questions")
    )

    class Meta:
        icon = "help"
        label = _("Group of questions")


class QuestionsBlock(blocks.StreamBlock):
    group = QuestionGroupBlock()

    class Meta:
        max_num = 20


class AlbumBlock(blocks.StreamBlock):
    picture = CaptionedPictureBlock()

    class Meta:
        max_num = 100


class MemberBlock(PersonBlock):
    """A person with the days between which they hold their office."""

    start_date = blocks.DateBlock(required=False, label=_("In office from"))
    end_date = blocks.DateBlock(
        required=False,
        label=_("In office until"),
        help_text=_("The last day. Afterwards they are listed as former members."),
    )

    class Meta:
        icon = "user"
        label = _("Member")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            raise blocks.StructBlockValidationError(
                block_errors={"end_date": ValidationError(_("The last day is before the first."))}
            )
        return cleaned


class MembersBlock(blocks.StreamBlock):
    member = MemberBlock()

    class Meta:
        max_num = 60


class MeetingMinutesBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("Date of the meeting"))
    document = DocumentChooserBlock(label=_("Document"))
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("For example what was decided."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Minutes")


class MinutesBlock(blocks.StreamBlock):
    minutes = MeetingMinutesBlock()

    class Meta:
        max_num = 200


class RuleSectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    rules = blocks.ListBlock(
        blocks.RichTextBlock(features=["bold", "italic", "link", "ul"], label=_("Rule")),
        min_num=1,
        max_num=40,
        label=_("Rules"),
    )

    class Meta:
        icon = "list-ol"
        label = _("Chapter")


class RulesBlock(blocks.StreamBlock):
    section = RuleSectionBlock()

    class Meta:
        max_num = 40
