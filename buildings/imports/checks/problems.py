"""What is wrong with one value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `row` is the number in the spreadsheet, None for the file as a whole."""

    row: int | None
    column: str
    value: str
    message: str
    advice: str
    #: A row with a blocking problem is never imported; others are notes.
    is_blocking: bool = True


class Unusable(ValueError):
    """A value that cannot be understood: what is wrong with it, and what to write instead."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
