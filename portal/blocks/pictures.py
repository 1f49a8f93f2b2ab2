"""Pictures of the building, and films that live elsewhere."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from portal.blocks.groups import PICTURES

#: As `portal/blocks/gallery.html` asks for them.
GALLERY_SPECS = ("fill-480x360|format-webp", "max-1920x1920|format-webp")


class PictureBlock(ImageBlock):
    """One picture across the page, with alternative text."""

    class Meta:
        icon = "image"
        label = _("Picture")
        group = PICTURES
        template = "portal/blocks/image.html"
        preview_template = "portal/blocks/previews/image.html"
        description = _("One picture across the page.")


class CaptionedPictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Small pictures side by side; each is a plain link to its large version."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    pictures = blocks.ListBlock(
        CaptionedPictureBlock(), min_num=1, max_num=60, label=_("Pictures"), collapsed=True
    )

    class Meta:
        icon = "grid"
        label = _("Gallery")
        group = PICTURES
        template = "portal/blocks/gallery.html"
        preview_template = "portal/blocks/previews/gallery.html"
        description = _("Small pictures side by side that open large.")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        prefetch_versions([item["image"] for item in value["pictures"] if item["image"]])
        return context


def prefetch_versions(images: list[Any]) -> None:
    """Read the small and large versions of all `images` with one query."""
    renditions = get_image_model().get_rendition_model()._default_manager
    prefetch_related_objects(
        images,
        Prefetch(
            "renditions",
            queryset=renditions.filter(filter_spec__in=GALLERY_SPECS),
            to_attr="prefetched_renditions",
        ),
    )


class VideoLinkValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """The place the film plays at, as people know it: `example.org`."""
        host = urlsplit(self.get("url") or "").hostname or ""
        return host.removeprefix("www.")


class VideoLinkBlock(blocks.StructBlock):
    """A film at another place, as a picture that links there in a new tab.

    Not a player in the page, not even after a click: the content policy forbids frames of other
    hosts, and opening it for one provider would open it on every page for whatever that provider
    embeds. A link keeps readers' addresses to themselves until they decide, and works without
    script. See docs/decisions/0008.
    """

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    url = blocks.URLBlock(
        max_length=500,
        label=_("Address of the film"),
        help_text=_("Begins with https:// – the page on which the film can be watched."),
    )
    poster = ImageBlock(
        required=False,
        label=_("Picture"),
        help_text=_("Chosen from the building's pictures; nothing is loaded from elsewhere."),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("Note"),
        help_text=_("For example: three minutes, with subtitles."),
    )

    class Meta:
        icon = "media"
        label = _("Film")
        group = PICTURES
        template = "portal/blocks/video.html"
        value_class = VideoLinkValue
        description = _("A film at another place; readers decide whether to open it.")
        preview_value = {
            "title": "How to bleed a radiator",
            "url": "https://films.example.org/radiator",
            "note": "Three minutes, with subtitles.",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        url = cleaned.get("url")
        if url and urlsplit(url).scheme != "https":
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(_("Only addresses that begin with https:// are safe."))
                }
            )
        return cleaned
