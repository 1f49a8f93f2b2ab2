"""Reading a spreadsheet somebody uploaded: what kind of file it is, its headings, its rows.

Nothing here knows apartments or people. The file is hostile until proven boring: the kind is told
by its first bytes, sizes are limited before anything is unpacked, and formulas are refused.
"""

from buildings.imports.reader.files import read_table
from buildings.imports.reader.tables import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    FileTooLarge,
    Row,
    Table,
    UnreadableFile,
    cell_text,
)

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Cell",
    "FileTooLarge",
    "Row",
    "Table",
    "UnreadableFile",
    "cell_text",
    "read_table",
]
