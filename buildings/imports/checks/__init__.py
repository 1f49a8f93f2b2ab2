"""Judging rows: every value typed, or a problem that says where, what and what to do."""

from buildings.imports.checks.problems import Problem
from buildings.imports.checks.rows import ApartmentRow, BuildingFacts, ParsedRow, PersonRow
from buildings.imports.checks.sheet import CheckedSheet, check_sheet

__all__ = [
    "ApartmentRow",
    "BuildingFacts",
    "CheckedSheet",
    "ParsedRow",
    "PersonRow",
    "Problem",
    "check_sheet",
]
