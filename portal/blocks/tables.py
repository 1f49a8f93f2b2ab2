"""Tables: figures and short words in rows and columns."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockValidationError,
)

from portal.blocks.groups import TEXT
from portal.blocks.text import SHORT_TEXT_FEATURES

MAX_COLUMNS = 8
MAX_ROWS = 100


class CellsBlock(TypedTableBlock):
    """The columns and rows. A column holds plain words, figures, or text with links."""

    text = blocks.CharBlock(required=False, max_length=200, label=_("Words"))
    number = blocks.DecimalBlock(required=False, label=_("Figure"), icon="decimal")
    rich_text = blocks.RichTextBlock(
        required=False, features=SHORT_TEXT_FEATURES, label=_("Words with links"), icon="pilcrow"
    )

    class Meta:
        icon = "table"

    def clean(self, table: Any) -> Any:
        """
        Raises:
            TypedTableBlockValidationError: without caption, columns, rows or headings a screen
                reader could not read the table out; too large ones belong into a document.
        """
        cleaned = super().clean(table)
        problems: list[Any] = []
        if not self.is_deferred_validation:
            if not table.caption.strip():
                problems.append(_("Give the table a caption: it says what the table lists."))
            if not table.columns or not table.row_data:
                problems.append(_("A table needs at least one column and one row."))
            if any(not column["heading"].strip() for column in table.columns):
                problems.append(_("Every column needs a heading."))
        if len(table.columns) > MAX_COLUMNS or len(table.row_data) > MAX_ROWS:
            problems.append(
                _("At most %(columns)s columns and %(rows)s rows; attach a larger one as a file.")
                % {"columns": MAX_COLUMNS, "rows": MAX_ROWS}
            )
        if problems:
            raise TypedTableBlockValidationError(
                non_block_errors=[ValidationError(problem) for problem in problems]
            )
        return cleaned


class TableBlock(blocks.StructBlock):
    has_row_headings = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("The first column names the rows"),
        help_text=_("Read out with every cell, and kept in view when a phone scrolls sideways."),
    )
    cells = CellsBlock(label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")
        group = TEXT
        template = "portal/blocks/table.html"
        description = _("Figures and short words in rows and columns.")
        preview_value = {
            "has_row_headings": True,
            "cells": {
                "caption": "When the bins are emptied",
                "columns": [
                    {"type": "text", "heading": "Bin"},
                    {"type": "text", "heading": "Day"},
                    {"type": "number", "heading": "Litres"},
                ],
                "rows": [
                    {"values": ["Paper", "Every second Wednesday", 1100]},
                    {"values": ["Packaging", "Every second Friday", 660]},
                ],
            },
        }
