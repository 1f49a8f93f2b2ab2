"""Files to take away. Each is sent only after asking whether the reader may have it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks.groups import FILES


class DocumentListBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    documents = blocks.ListBlock(
        DocumentChooserBlock(), min_num=1, max_num=60, label=_("Documents")
    )

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        group = FILES
        template = "portal/blocks/document_list.html"
        description = _("A list of files to take away.")


class DownloadBlock(blocks.StructBlock):
    """One file, so prominent that nobody asks for it again."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Title"),
        help_text=_("Empty: the title of the document."),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("What to do with it, for example: fill it in and leave it at the front desk."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        group = FILES
        template = "portal/blocks/download.html"
        description = _("One file with a large button.")
