"""The building blocks of pages. One stream for all page types, so that editors learn it once."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "hr"]


class HeadingBlock(blocks.CharBlock):  # type: ignore[misc]
    class Meta:
        icon = "title"
        template = "portal/blocks/heading.html"
        max_length = 120


class DocumentListBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), min_num=1)

    class Meta:
        icon = "doc-full"
        template = "portal/blocks/document_list.html"


class ContactBlock(blocks.StructBlock):  # type: ignore[misc]
    name = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(required=False, max_length=120, help_text="For example caretaker.")
    phone = blocks.CharBlock(required=False, max_length=40)
    email = blocks.EmailBlock(required=False)
    note = blocks.TextBlock(required=False, max_length=300)

    class Meta:
        icon = "user"
        template = "portal/blocks/contact.html"


class OpeningTimeBlock(blocks.StructBlock):  # type: ignore[misc]
    days = blocks.CharBlock(max_length=60, help_text="For example Monday to Friday.")
    hours = blocks.CharBlock(max_length=60, help_text="For example 8:00–17:00, or closed.")


class OpeningHoursBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(max_length=120, default="Opening hours")
    times = blocks.ListBlock(OpeningTimeBlock(), min_num=1)

    class Meta:
        icon = "time"
        template = "portal/blocks/opening_hours.html"


class CalloutBlock(blocks.StructBlock):  # type: ignore[misc]
    tone = blocks.ChoiceBlock(
        choices=[("info", "Good to know"), ("ok", "Good news"), ("warn", "Please note"),
                 ("bad", "Important")],
        default="info",
    )  # fmt: skip
    title = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        template = "portal/blocks/callout.html"


class EmergencyNumberBlock(blocks.StructBlock):  # type: ignore[misc]
    label = blocks.CharBlock(max_length=120, help_text="For example lift breakdown.")
    phone = blocks.CharBlock(max_length=40)


class EmergencyNumbersBlock(blocks.StructBlock):  # type: ignore[misc]
    title = blocks.CharBlock(max_length=120, default="In an emergency")
    numbers = blocks.ListBlock(EmergencyNumberBlock(), min_num=1)

    class Meta:
        icon = "warning"
        template = "portal/blocks/emergency_numbers.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """Everything a page of a building can be made of."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(features=TEXT_FEATURES, template="portal/blocks/text.html")
    image = ImageBlock(template="portal/blocks/image.html")
    documents = DocumentListBlock()
    contact = ContactBlock()
    opening_hours = OpeningHoursBlock()
    callout = CalloutBlock()
    emergency_numbers = EmergencyNumbersBlock()
