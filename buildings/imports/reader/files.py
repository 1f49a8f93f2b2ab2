"""Telling what kind of file was uploaded by its first bytes, never by its name."""

from buildings.imports.reader.csv_files import read_csv
from buildings.imports.reader.tables import MAX_BYTES, FileTooLarge, Table, UnreadableFile
from buildings.imports.reader.xlsx_files import read_xlsx

_SAVE_AS = "Open it in your spreadsheet program and save it as XLSX or CSV."

#: First bytes of files that are often uploaded by mistake, and what they are.
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"{\\rtf", "a text document"),
)


def read_table(content: bytes, filename: str) -> Table:
    """The headings and rows of a CSV or XLSX file.

    Raises:
        FileTooLarge: more bytes than `MAX_BYTES`.
        UnreadableFile: everything else that keeps it from being a table; says what to do.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(
            f"“{filename}” has {len(content) / 1024 / 1024:.1f} MB; at most "
            f"{MAX_BYTES // 1024 // 1024} MB can be imported at once. Remove pictures and "
            "formatting, or save the sheet as CSV."
        )
    if not content.strip():
        raise UnreadableFile("The file is empty. Choose the file that holds your apartments.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            "This is an old Excel file (.xls) or one protected by a password. Open it, remove the "
            "password, and save it as “Excel workbook (.xlsx)”."
        )
    for magic, kind in _OTHER_KINDS:
        if content.startswith(magic):
            raise UnreadableFile(f"This is {kind}, not a spreadsheet. Choose an XLSX or CSV file.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_xlsx(content)
    start = content[:500].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook")):
        raise UnreadableFile(f"This is a web page or XML, not a spreadsheet. {_SAVE_AS}")
    return read_csv(content)
