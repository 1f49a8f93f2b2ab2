"""Names under which uploads are stored and sent."""

from pathlib import PurePath

from anyascii import anyascii
from django.utils.text import slugify

LONGEST = 60


def safe_name(name: str, extension: str) -> str:
    """A name of plain letters, digits and hyphens that still tells people what the file is.

    `extension` is the one that fits the content, with its dot; what the uploader wrote is not used.
    """
    stem = slugify(anyascii(PurePath(name.replace("\\", "/")).stem))[:LONGEST].strip("-_")
    return f"{stem or 'file'}{extension}"


def extension_of(name: str) -> str:
    """The lower-case extension with its dot, or an empty text."""
    return PurePath(name.replace("\\", "/")).suffix.lower()
