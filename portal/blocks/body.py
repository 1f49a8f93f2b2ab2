"""The stream of a page: one for all page types, so that editors learn it once."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.audience import AudienceBlock
from portal.blocks.contacts import (
    ContactBlock,
    EmergencyNumbersBlock,
    MapLinkBlock,
    OpeningHoursBlock,
    PeopleBlock,
)
from portal.blocks.files import DocumentListBlock, DownloadBlock
from portal.blocks.groups import AUDIENCE
from portal.blocks.pictures import GalleryBlock, PictureBlock, VideoLinkBlock
from portal.blocks.steps import TimelineBlock
from portal.blocks.tables import TableBlock
from portal.blocks.text import TEXT_FEATURES, CalloutBlock, FaqBlock, HeadingBlock, TextBlock


class ContentBlock(blocks.StreamBlock):
    """What a page can be made of: new blocks go here.

    A block belongs to a group, has an icon, a description and a preview: that is how editors who
    open the chooser once a month find the right one.
    """

    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    callout = CalloutBlock()
    faq = FaqBlock()
    table = TableBlock()
    timeline = TimelineBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    video = VideoLinkBlock()
    documents = DocumentListBlock()
    download = DownloadBlock()
    contact = ContactBlock()
    people = PeopleBlock()
    opening_hours = OpeningHoursBlock()
    emergency_numbers = EmergencyNumbersBlock()
    map_link = MapLinkBlock()

    class Meta:
        label = _("Content")
        max_num = 100
        block_counts = {"emergency_numbers": {"max_num": 1}}


class BodyBlock(ContentBlock):
    """Everything a page of a building can be made of, parts for some residents included."""

    audience = AudienceBlock([("content", ContentBlock(min_num=1))], group=AUDIENCE)
