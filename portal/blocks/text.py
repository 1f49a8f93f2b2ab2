"""Words: what most pages are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.groups import TEXT

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "hr"]
SHORT_TEXT_FEATURES = ["bold", "italic", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        group = TEXT
        template = "portal/blocks/heading.html"
        max_length = 120
        description = _("A heading between parts of the page.")
        preview_value = _("Quiet hours")


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists, without headings: those are blocks of their own."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = TEXT
        template = "portal/blocks/text.html"
        description = _("Paragraphs, lists and links.")
        preview_value = "<p>Quiet hours begin at <b>ten</b> and end at seven.</p>"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[
            ("info", _("Good to know")),
            ("ok", _("Good news")),
            ("warn", _("Please note")),
            ("bad", _("Important")),
        ],
        default="info",
        label=_("Tone"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = TEXT
        template = "portal/blocks/callout.html"
        description = _("A coloured box for the one thing nobody may miss.")
        preview_value = {
            "tone": "warn",
            "title": "Moving something heavy?",
            "text": "<p>Please not on Thursday morning.</p>",
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question")


class FaqBlock(blocks.StructBlock):
    """Questions that open when they are pressed; the browser's own search finds closed ones too."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    questions = blocks.ListBlock(
        QuestionBlock(), min_num=1, max_num=40, collapsed=True, label=_("Questions")
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = TEXT
        template = "portal/blocks/faq.html"
        description = _("Questions that open when they are pressed.")
        preview_value = {
            "title": "Parcels",
            "questions": [
                {"question": "Who takes my parcel?", "answer": "<p>The front desk, until ten.</p>"},
                {"question": "How long is it kept?", "answer": "<p>Two weeks.</p>"},
            ],
        }
