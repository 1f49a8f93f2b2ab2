"""Telling what kind of file was uploaded by its first bytes, never by its name."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buildings.imports.reader.csv_files import read_csv
from buildings.imports.reader.tables import MAX_BYTES, FileTooLarge, Table, UnreadableFile
from buildings.imports.reader.xlsx_files import read_xlsx

_PICTURE = gettext_lazy("This is a picture, not a spreadsheet. Choose an XLSX or CSV file.")
_ARCHIVE = gettext_lazy(
    "This is a compressed archive, not a spreadsheet. Choose an XLSX or CSV file."
)

#: First bytes of files that are often uploaded by mistake, and what to say about them.
_OTHER_KINDS = (
    (
        b"%PDF",
        gettext_lazy("This is a PDF document, not a spreadsheet. Choose an XLSX or CSV file."),
    ),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (
        b"{\\rtf",
        gettext_lazy("This is a text document, not a spreadsheet. Choose an XLSX or CSV file."),
    ),
)


def read_table(content: bytes, filename: str) -> Table:
    """The headings and rows of a CSV or XLSX file.

    Raises:
        FileTooLarge: more bytes than `MAX_BYTES`.
        UnreadableFile: everything else that keeps it from being a table; says what to do.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(
            _(
                "“%(file)s” has %(size)s MB; at most %(limit)s MB can be imported at once. "
                "Remove pictures and formatting, or save the sheet as CSV."
            )
            % {
                "file": filename,
                "size": number_format(len(content) / 1024 / 1024, 1),
                "limit": MAX_BYTES // 1024 // 1024,
            }
        )
    if not content.strip():
        raise UnreadableFile(_("The file is empty. Choose the file that holds your apartments."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            _(
                "This is an old Excel file (.xls) or one protected by a password. Open it, remove "
                "the password, and save it as “Excel workbook (.xlsx)”."
            )
        )
    for magic, message in _OTHER_KINDS:
        if content.startswith(magic):
            raise UnreadableFile(str(message))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_xlsx(content)
    start = content[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook")):
        raise UnreadableFile(
            _(
                "This is a web page or XML, not a spreadsheet. "
                "Open it in your spreadsheet program and save it as XLSX or CSV."
            )
        )
    return read_csv(content)
