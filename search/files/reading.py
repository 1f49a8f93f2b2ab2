"""Text out of a file, whatever it is: hostile, broken, locked or merely large.

Formats that need a parser are read by a process of its own (`python -m search.files`), which the
system stops when it takes too much memory or time; a worker never hangs on somebody's file.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from search.files.limits import MOST_BYTES, MOST_CHARACTERS, MOST_SECONDS

State = Literal["read", "empty", "locked", "broken", "too_large", "unsupported"]

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ("txt", "csv")
PARSED = ("pdf", "docx", "odt")


@dataclass(frozen=True, slots=True)
class FileText:
    """What was found, and how it went; `text` is empty unless the state is "read"."""

    state: State
    text: str = ""


def read_text(content: bytes, extension: str) -> FileText:
    """The text of a file, at most `MOST_CHARACTERS` of it. Never raises for what is in the file."""
    kind = extension.lower().lstrip(".")
    if kind not in PLAIN + PARSED:
        return FileText("unsupported")
    if len(content) > MOST_BYTES:
        return FileText("too_large")
    if kind in PLAIN:
        return tidy(_decoded(content[: MOST_CHARACTERS * 4]))
    return _read_apart(content, kind)


def tidy(text: str) -> FileText:
    """Text as it is stored: single spaces, nothing a database refuses."""
    # Unpaired surrogates come out of broken fonts, null characters out of anything.
    clean = text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")
    clean = " ".join(clean.split())[:MOST_CHARACTERS]
    return FileText("read", clean) if clean else FileText("empty")


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig",):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            break
    return content.decode("cp1252", "replace")


def _read_apart(content: bytes, kind: str) -> FileText:
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file comes by standard input
            [sys.executable, "-m", "search.files", kind],
            input=content,
            capture_output=True,
            cwd=ROOT,
            timeout=MOST_SECONDS * 2,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        # Stopped by a limit, or the parser crashed.
        return FileText("broken")
    return FileText(found["state"], found["text"])
