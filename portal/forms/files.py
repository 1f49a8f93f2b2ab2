"""The forms behind the editors of images and documents."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class UntaggedForm:
    """Tags are one vocabulary for the whole platform, and suggested to everybody: left out."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("tags", None)


class ImageForm(UntaggedForm, BaseImageForm):  # type: ignore[misc]
    """Behind WAGTAILIMAGES_IMAGE_FORM_BASE."""


class DocumentForm(UntaggedForm, BaseDocumentForm):  # type: ignore[misc]
    """Behind WAGTAILDOCS_DOCUMENT_FORM_BASE."""
