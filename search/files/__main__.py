"""Read one file from standard input and answer `{state, text}`; started by search.files.reading."""

import json
import resource
import sys

from search.files import office, pdf
from search.files.limits import MOST_BYTES, MOST_MEMORY, MOST_SECONDS
from search.files.reading import FileText, tidy

READERS = {"pdf": pdf.text_of, "docx": office.text_of_docx, "odt": office.text_of_odt}


def main(kind: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        found = tidy(READERS[kind](content))
    except pdf.Locked:
        found = FileText("locked")
    except office.TooLarge:
        found = FileText("too_large")
    except Exception:  # noqa: BLE001 - parsers fail in every way on what people upload
        found = FileText("broken")
    sys.stdout.write(json.dumps({"state": found.state, "text": found.text}))


if __name__ == "__main__":
    main(sys.argv[1])
