"""Documents are kept as they came, if their content is what their name says and cannot act."""

import io
import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from foundation.errors import InvalidInput
from foundation.uploads.names import extension_of

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
#: All kinds of documents there are, and as what each is sent: never guessed, never sniffed.
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{_OOXML}.wordprocessingml.document",
    ".xlsx": f"{_OOXML}.spreadsheetml.sheet",
    ".pptx": f"{_OOXML}.presentationml.presentation",
    ".odt": f"{_ODF}.text",
    ".ods": f"{_ODF}.spreadsheet",
    ".odp": f"{_ODF}.presentation",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
}
#: What a browser may open in its window; everything else is saved.
INLINE_TYPES = frozenset({"application/pdf"})

#: The part without which the program would not open the file.
_HEART = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}
_MACROS = re.compile(r"(?:vbaproject\.bin|vbadata\.xml|(?:^|/)activex/|^basic/|^scripts/)", re.I)
_MOST_PARTS = 10_000
_LARGEST_UNPACKED = 300_000_000
_TEXT_ENCODINGS = ("utf-8-sig", "cp1252")


def check_document(file: BinaryIO, name: str) -> None:
    """Whether a document may be kept; the file is left at its start.

    Raises:
        InvalidInput: of no known kind, not what its name says, with macros, or damaged; the
            message stands in `fields["file"]` and says what to do.
    """
    extension = extension_of(name)
    try:
        if extension not in CONTENT_TYPES:
            raise _refusal(
                _("Use a document of type %(kinds)s.")
                % {"kinds": ", ".join(sorted(kind[1:].upper() for kind in CONTENT_TYPES))}
            )
        file.seek(0)
        if extension == ".pdf":
            _check_pdf(file)
        elif extension in (".txt", ".csv"):
            _check_text(file.read())
        else:
            _check_package(file, extension)
    finally:
        file.seek(0)


def _check_pdf(file: BinaryIO) -> None:
    if file.read(5) != b"%PDF-":
        raise _mismatch("PDF")
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - 2048))
    if b"%%EOF" not in file.read():
        raise _damaged()


def _check_text(content: bytes) -> None:
    if b"\x00" in content:
        raise _mismatch(_("text"))
    for encoding in _TEXT_ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise _mismatch(_("text"))


def _check_package(file: BinaryIO, extension: str) -> None:
    """Office documents are zip files with known parts."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_UNPACKED:
                raise _refusal(_("This document unpacks to more than we accept. Make it smaller."))
            names = [part.filename for part in parts]
            if not _is_kind(package, names, extension):
                raise _mismatch(extension[1:].upper())
            if any(_MACROS.search(name) for name in names) or _says_macros(package, names):
                raise _refusal(_("This document contains macros. Save it without them, or as PDF."))
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _mismatch(extension[1:].upper()) from error


def _is_kind(package: zipfile.ZipFile, names: list[str], extension: str) -> bool:
    if extension in _HEART:
        return "[Content_Types].xml" in names and _HEART[extension] in names
    if "mimetype" not in names or "content.xml" not in names:
        return False
    said = _start_of(package, "mimetype", 200)
    return said.strip() == CONTENT_TYPES[extension].encode()


def _says_macros(package: zipfile.ZipFile, names: list[str]) -> bool:
    """A renamed .docm calls itself macro-enabled even where the macros have another name."""
    if "[Content_Types].xml" not in names:
        return False
    types = _start_of(package, "[Content_Types].xml", 2_000_000).lower()
    return b"macroenabled" in types or b"vbaproject" in types


def _start_of(package: zipfile.ZipFile, name: str, size: int) -> bytes:
    with package.open(name) as part:
        return part.read(size)


def _mismatch(kind: str) -> InvalidInput:
    return _refusal(
        _("The content of this file is not %(kind)s, as its name says.") % {"kind": kind}
    )


def _damaged() -> InvalidInput:
    return _refusal(_("This document is damaged or incomplete. Save it again as PDF."))


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(message, fields={"file": [message]})
