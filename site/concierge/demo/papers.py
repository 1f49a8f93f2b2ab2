"""Documents that the demo writes itself: a small PDF, byte by byte, and a Word form."""

import io
from collections.abc import Sequence

from docx import Document

#: Points of an A4 sheet, its margins and its lines.
WIDTH, HEIGHT, MARGIN, LEADING = 595, 842, 72, 17
LINES_PER_PAGE = 38


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A PDF in Helvetica: the title, then the lines as they are; readable by any program."""
    pages = [lines[at : at + LINES_PER_PAGE] for at in range(0, max(1, len(lines)), LINES_PER_PAGE)]
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>"]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % face
        for face in (b"Helvetica-Bold", b"Helvetica")
    ]
    for number, part in enumerate(pages):
        content = _page(title if number == 0 else "", part)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents "
            f"{6 + 2 * number} 0 R /Resources << /Font << /B 3 0 R /R 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects.append(b"<< /Title (" + _text(title) + b") /Producer (New Concierge) >>")
    return _file(objects)


def _page(title: str, lines: Sequence[str]) -> bytes:
    top = HEIGHT - MARGIN
    parts = [b"BT"]
    if title:
        parts.append(b"/B 18 Tf 1 0 0 1 %d %d Tm (%s) Tj" % (MARGIN, top, _text(title)))
        top -= 2 * LEADING
    parts.append(b"/R 11 Tf %d TL 1 0 0 1 %d %d Tm" % (LEADING, MARGIN, top))
    parts += [b"(%s) Tj T*" % _text(line) for line in lines]
    parts.append(b"ET")
    return b"\n".join(parts)


def _text(words: str) -> bytes:
    """A string of the file format: its own marks escaped."""
    plain = words.encode("cp1252", errors="replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    """Numbered objects, the table of where each begins, and where that table begins."""
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, len(objects), table,
    )  # fmt: skip
    return bytes(data)


def word(title: str, lines: Sequence[str]) -> bytes:
    """A DOCX: the title, then a paragraph per line."""
    paper = Document()
    paper.core_properties.title = title
    paper.core_properties.author = ""
    paper.add_heading(title, level=1)
    for line in lines:
        paper.add_paragraph(line)
    data = io.BytesIO()
    paper.save(data)
    return data.getvalue()
