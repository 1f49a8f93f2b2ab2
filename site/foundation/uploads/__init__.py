"""What people upload: judged by its content, never by its name alone."""

from foundation.uploads.documents import CONTENT_TYPES, INLINE_TYPES, check_document
from foundation.uploads.images import IMAGE_EXTENSIONS, CleanImage, clean_image
from foundation.uploads.names import safe_name

__all__ = [
    "CONTENT_TYPES",
    "IMAGE_EXTENSIONS",
    "INLINE_TYPES",
    "CleanImage",
    "check_document",
    "clean_image",
    "safe_name",
]
