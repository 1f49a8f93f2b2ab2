"""The forms behind the editors of images and documents: the one way in for every upload."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from foundation.errors import InvalidInput
from foundation.uploads import CONTENT_TYPES, check_document, clean_image, safe_name
from foundation.uploads.names import extension_of


class UploadForm:
    """What images and documents share."""

    fields: dict[str, Any]
    errors: Any
    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Tags are one vocabulary for the whole platform, and suggested to everybody: left out.
        self.fields.pop("tags", None)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a new file together with the rest of its form.

        Wagtail's upload of many files would put the file aside as it came, unchecked, and take it
        from there once the other fields are right. A browser loses the chosen file anyway.
        """
        cleaned: dict[str, Any] | None = super().clean()  # type: ignore[misc]
        if self.errors and "file" in self.fields and "file" not in self.errors:
            others = [message for messages in self.errors.values() for message in messages]
            if "file" in self.changed_data:
                text = _("Choose the file again once the rest is right: %(problems)s")
                message = text % {"problems": " ".join(others)}
                self.add_error("file", message)  # type: ignore[attr-defined]
        return cleaned


class PictureField(WagtailImageField):
    """A picture, written anew. Wagtail's own look into the file fails on some that are cut off."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        try:
            clean = clean_image(file.read(), file.name or "")
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        return SimpleUploadedFile(clean.name, clean.content, clean.content_type)


class ImageForm(UploadForm, BaseImageForm):
    """Behind WAGTAILIMAGES_IMAGE_FORM_BASE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = self.fields.get("file")
        if stock is not None:
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )


class DocumentForm(UploadForm, BaseDocumentForm):
    """Behind WAGTAILDOCS_DOCUMENT_FORM_BASE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            kinds = ", ".join(sorted(kind[1:].upper() for kind in CONTENT_TYPES))
            self.fields["file"].help_text = gettext_lazy(
                "%(kinds)s; at most %(size)s. No macros. The text of a PDF that is locked with a "
                "password cannot be searched."
            ) % {"kinds": kinds, "size": self.fields["file"].max_upload_size_text}

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is None or "file" not in self.changed_data:
            return file
        try:
            check_document(file, file.name)
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        file.name = safe_name(file.name, extension_of(file.name))
        return file
