"""Pictures are never kept as they came: they are decoded and written anew.

What survives is what the picture shows. Where it was taken, with which camera, and whatever else
stood in the file or was hung onto its end, is gone (docs/decisions/0007).
"""

import contextlib
import io
from dataclasses import dataclass
from typing import Any

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from foundation.errors import InvalidInput
from foundation.uploads.names import extension_of, safe_name

pillow_heif.register_heif_opener()

#: Which content may come under which name. MPO is the JPEG of phones that take depth along.
EXTENSIONS = {
    ".jpg": ("JPEG", "MPO"),
    ".jpeg": ("JPEG", "MPO"),
    ".png": ("PNG",),
    ".webp": ("WEBP",),
    ".gif": ("GIF",),
    ".heic": ("HEIF",),
    ".heif": ("HEIF",),
}
#: The same without dots, for the setting and for file dialogs.
IMAGE_EXTENSIONS = sorted(extension.removeprefix(".") for extension in EXTENSIONS)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
#: Of these, several pictures in one file are a film; in the others the first is the photo.
FILMS = frozenset({"GIF", "PNG", "WEBP"})

#: The largest phone cameras take 50 megapixels. Asked before anything is decoded, and below the
#: number from which Pillow warns, so that its warning is never the last word.
MOST_PIXELS = 51_000_000
#: Longer sides are scaled down: no screen shows more.
LONGEST_SIDE = 2560


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A picture that was written by us. `name` fits its content."""

    name: str
    content: bytes
    content_type: str
    width: int
    height: int


def clean_image(content: bytes, name: str, longest_side: int = LONGEST_SIDE) -> CleanImage:
    """The picture alone: upright, in sRGB, at most `longest_side` pixels, without further data.

    Photos become JPEG, drawings stay PNG, WebP stays WebP, a GIF becomes PNG.

    Raises:
        InvalidInput: no picture of a known kind, broken, moving, too large, or misnamed; the
            message stands in `fields["file"]` and says what to do.
    """
    try:
        return _clean(content, name, longest_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refusal(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise _refusal(
            _("This is not a picture that we can read. Use JPEG, PNG, WebP, GIF or HEIC.")
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, MemoryError) as error:
        # What Pillow raises about damaged files; there is no common base.
        raise _refusal(
            _("This picture is damaged or incomplete. Save it again and upload the new file.")
        ) from error


def _clean(content: bytes, name: str, longest_side: int) -> CleanImage:
    # A switch of the whole process, which libraries that draw PDF files turn on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        kind = opened.format or ""
        _check(opened, kind, name)
        # A JPEG is decoded small at once, which saves most of the time of a large photo.
        opened.draft("RGB", (longest_side, longest_side))
        opened.load()
        picture = _in_srgb(ImageOps.exif_transpose(opened))
    picture.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    return _written(picture, kind, name)


def _check(opened: Image.Image, kind: str, name: str) -> None:
    allowed = EXTENSIONS.get(extension_of(name))
    if allowed is None:
        raise _refusal(_("Use a picture of type JPEG, PNG, WebP, GIF or HEIC."))
    if kind not in allowed:
        raise _refusal(
            _("The file is called %(name)s, but it is of type %(kind)s. Give it its real name.")
            % {"name": extension_of(name), "kind": "JPEG" if kind == "MPO" else kind}
        )
    if opened.width * opened.height > MOST_PIXELS:
        raise _refusal(_too_many_pixels())
    if kind in FILMS and getattr(opened, "is_animated", False):
        raise _refusal(_("Moving pictures are not shown on pages. Upload a still picture."))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as screens show them, so that the colour profile can be left out."""
    profile = picture.info.get("icc_profile")
    has_transparency = "A" in picture.getbands() or "transparency" in picture.info
    if picture.mode.startswith(("I", "F")):
        # 16 bits per point: Pillow would cut the brightness off instead of scaling it.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode != "CMYK":
        picture = picture.convert("RGBA" if has_transparency else "RGB")
    if profile:
        # A profile that is broken or of other colours changes nothing.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB" if picture.mode == "CMYK" else picture.mode,
            )
            picture = converted or picture
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _written(picture: Image.Image, kind: str, name: str) -> CleanImage:
    """Points copied into a new picture, which has nothing else to be written."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    target, extension, options = _target(kind, bare.mode)
    data = io.BytesIO()
    bare.save(data, target, **options)
    return CleanImage(
        name=safe_name(name, extension),
        content=data.getvalue(),
        content_type=f"image/{target.lower()}",
        width=bare.width,
        height=bare.height,
    )


def _target(kind: str, mode: str) -> tuple[str, str, dict[str, Any]]:
    if kind == "WEBP" or (mode == "RGBA" and kind == "HEIF"):
        return "WEBP", ".webp", {"quality": 85, "method": 4}
    if kind in ("PNG", "GIF"):
        return "PNG", ".png", {"compress_level": 6}
    return "JPEG", ".jpg", {"quality": 85, "optimize": True, "progressive": True}


def _too_many_pixels() -> str:
    return _("This picture has more than 50 megapixels. Scale it down and upload it again.")


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"file": [message]})
