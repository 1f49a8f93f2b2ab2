"""Text of PDF files. What was scanned has none: nothing is recognised from pictures here."""

import io

from pypdf import PdfReader

from search.files.limits import MOST_CHARACTERS, MOST_PAGES


class Locked(Exception):
    """The file asks for a password."""


def text_of(content: bytes) -> str:
    """
    Raises:
        Locked: a password is needed.
        Exception: whatever pypdf meets in a broken file.
    """
    reader = PdfReader(io.BytesIO(content))
    # Many files are locked against changes only and open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    pieces, length = [], 0
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or length >= MOST_CHARACTERS:
            break
        pieces.append(page.extract_text())
        length += len(pieces[-1])
    return "\n".join(pieces)
