"""Text of DOCX and ODT files: XML in a zip archive, read without a library that unpacks it all."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from defusedxml.ElementTree import iterparse

from search.files.limits import MOST_CHARACTERS, MOST_MEMBERS, MOST_UNPACKED

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


class TooLarge(Exception):
    """The archive would unpack into more than anybody wrote by hand."""


def text_of_docx(content: bytes) -> str:
    """
    Raises:
        TooLarge: too many files, or too much text once unpacked.
        Exception: the archive or its XML is broken, or has entities.
    """
    return _text(content, "word/document.xml", {f"{_WORD}p"}, _written_in_word)


def text_of_odt(content: bytes) -> str:
    """As `text_of_docx`."""
    paragraphs = {f"{_OPEN}p", f"{_OPEN}h"}
    return _text(content, "content.xml", paragraphs, lambda found: "".join(found.itertext()))


def _written_in_word(paragraph: Any) -> str:
    spaces = {f"{_WORD}tab", f"{_WORD}br"}
    return "".join(
        (node.text or "") if node.tag == f"{_WORD}t" else " "
        for node in paragraph.iter()
        if node.tag == f"{_WORD}t" or node.tag in spaces
    )


def _text(content: bytes, member: str, paragraphs: set[str], written: Callable[[Any], str]) -> str:
    """One line per paragraph, the inner ones of a text box before the one around it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise TooLarge
        with archive.open(member) as packed:
            # The size in the archive's directory is a claim; what comes out is counted.
            xml = packed.read(MOST_UNPACKED + 1)
    if len(xml) > MOST_UNPACKED:
        raise TooLarge
    lines: list[str] = []
    length = 0
    for _, element in iterparse(io.BytesIO(xml), events=("end",), forbid_dtd=True):
        if element.tag not in paragraphs:
            continue
        lines.append(written(element))
        length += len(lines[-1])
        element.clear()
        if length > MOST_CHARACTERS:
            break
    return "\n".join(lines)
