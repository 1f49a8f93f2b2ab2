"""The columns an import knows, and the guess which of the file's columns is which."""

from buildings.imports.columns.guess import clean_mapping, guess_mapping
from buildings.imports.columns.known import BY_KEY, COLUMNS, Column

__all__ = ["BY_KEY", "COLUMNS", "Column", "clean_mapping", "guess_mapping"]
