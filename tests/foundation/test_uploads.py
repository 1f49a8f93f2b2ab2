"""What people upload: hostile, broken and honest files, made here byte by byte."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from foundation.errors import InvalidInput
from foundation.uploads import check_document, clean_image, safe_name
from foundation.uploads.images import LONGEST_SIDE

pillow_heif.register_heif_opener()

SCRIPT = b"<script>alert(document.domain)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, *size))
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises `width` x `height` points in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def photo_with_place() -> bytes:
    """As a phone takes it: lying on its side, with GPS, camera and owner."""
    image = Image.new("RGB", (60, 40), (200, 20, 20))
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCameraMaker"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (53.0, 32.0, 45.0)
    gps[3], gps[4] = "E", (9.0, 59.0, 10.0)
    data = io.BytesIO()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretOwner</x:xmpmeta>"
    image.save(data, "JPEG", exif=exif, comment=b"SecretComment", xmp=xmp)
    return data.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        clean_image(content, name)
    return caught.value.fields["file"][0]


class TestPictures:
    @pytest.mark.parametrize(
        ("kind", "name", "stored"),
        [
            ("JPEG", "Hof & Garten.JPG", "hof-garten.jpg"),
            ("PNG", "plan.png", "plan.png"),
            ("WEBP", "a.webp", "a.webp"),
            ("GIF", "a.gif", "a.png"),
            ("HEIF", "IMG_0012.HEIC", "img_0012.jpg"),
        ],
    )
    def test_are_written_anew_under_a_plain_name(self, kind, name, stored):
        clean = clean_image(picture(kind), name)
        assert clean.name == stored
        assert (clean.width, clean.height) == (60, 40)
        assert clean.content_type == f"image/{opened(clean.content).format.lower()}"
        red, _, blue = opened(clean.content).convert("RGB").getpixel((10, 20))
        assert red > 150 > blue

    def test_stand_upright_and_tell_nothing_about_their_maker(self):
        before = photo_with_place()
        assert b"SecretCameraMaker" in before
        assert opened(before).getexif().get_ifd(0x8825)
        clean = clean_image(before, "photo.jpg")
        assert (clean.width, clean.height) == (40, 60)
        assert b"Secret" not in clean.content
        assert not opened(clean.content).getexif()
        assert set(opened(clean.content).info) <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        }  # fmt: skip

    def test_lose_texts_in_png(self):
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "SecretOwner", zip=False)
        clean = clean_image(picture("PNG", pnginfo=texts), "a.png")
        assert b"Secret" not in clean.content

    def test_keep_their_colours_without_their_profile(self):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for broken in (profile, b"not a profile"):
            clean = clean_image(picture("JPEG", icc_profile=broken), "a.jpg")
            assert "icc_profile" not in opened(clean.content).info
            assert opened(clean.content).getpixel((10, 20))[0] > 150

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
    def test_of_every_colour_mode(self, mode):
        image = Image.new("RGB", (20, 10), (255, 255, 255)).convert("L" if mode == "I;16" else mode)
        if mode == "I;16":
            image = Image.new("I;16", (20, 10), 65535)
        data = io.BytesIO()
        kind, name = ("JPEG", "a.jpg") if mode == "CMYK" else ("PNG", "a.png")
        image.save(data, kind)
        clean = clean_image(data.getvalue(), name)
        assert opened(clean.content).convert("L").getpixel((5, 5)) > 240

    def test_stay_transparent(self):
        data = io.BytesIO()
        Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(data, "PNG")
        assert opened(clean_image(data.getvalue(), "a.png").content).getpixel((5, 5))[3] == 0

    def test_are_scaled_down(self):
        clean = clean_image(picture("JPEG", (4000, 3000)), "large.jpg")
        assert (clean.width, clean.height) == (LONGEST_SIDE, 1920)

    def test_lose_what_hangs_on_their_end(self):
        """A polyglot is a picture for one program and a page or an archive for another."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("run.html", SCRIPT)
        for tail in (SCRIPT, archive.getvalue()):
            clean = clean_image(picture("JPEG", comment=SCRIPT) + tail, "polyglot.jpg")
            assert b"<script" not in clean.content
            assert not zipfile.is_zipfile(io.BytesIO(clean.content))


class TestRefusedPictures:
    @pytest.mark.parametrize("size", [(20_000, 20_000), (11_000, 11_000), (8_000, 7_000)])
    def test_bombs(self, size):
        """Far beyond Pillow's limit, where Pillow only warns, and just beyond our own."""
        with pytest.warns() if size == (11_000, 11_000) else _nothing():
            assert "50 megapixels" in refusal(png_header(*size), "bomb.png")

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "drawing.png"),
            (b"<html>" + SCRIPT, "page.jpg"),
            (b"GIF89a" + SCRIPT, "script.gif"),
            (b"", "empty.png"),
            (b"%PDF-1.4", "paper.jpg"),
        ],
    )
    def test_what_is_none(self, content, name):
        assert refusal(content, name).startswith(("This is not a picture", "This picture is"))

    def test_other_kinds(self):
        data = io.BytesIO()
        Image.new("RGB", (4, 4)).save(data, "TIFF")
        assert "not a picture" in refusal(data.getvalue(), "scan.png")
        assert "Use a picture of type" in refusal(picture("JPEG"), "drawing.svg")
        assert "Use a picture of type" in refusal(picture("JPEG"), "name")

    def test_with_another_kinds_name(self):
        assert "it is of type PNG" in refusal(picture("PNG"), "photo.jpg")
        assert "it is of type JPEG" in refusal(picture("JPEG"), "photo.png")

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
    def test_cut_off(self, kind):
        name = {"JPEG": "a.jpg", "HEIF": "a.heic"}.get(kind, f"a.{kind.lower()}")
        noise = Image.effect_noise((300, 300), 90).convert("RGB")
        data = io.BytesIO()
        noise.save(data, kind)
        assert refusal(data.getvalue()[: len(data.getvalue()) // 2], name).startswith(
            ("This picture is damaged", "This is not a picture")
        )

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
    def test_that_move(self, kind):
        frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 120, 250)]
        data = io.BytesIO()
        frames[0].save(data, kind, save_all=True, append_images=frames[1:], duration=100)
        assert "Moving pictures" in refusal(data.getvalue(), f"film.{kind.lower()}")


def package(*names: str, mimetype: str = "", types: bytes = b"<Types/>") -> bytes:
    """A zip with these empty parts; always the same bytes, because they name the tests."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            content = types if name == "[Content_Types].xml" else b""
            archive.writestr(zipfile.ZipInfo(name), content)
    return data.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = package("[Content_Types].xml", "word/document.xml")
ODT = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")


class TestDocuments:
    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (PDF, "Rules.PDF"),
            (WORD, "form.docx"),
            (package("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx"),
            (package("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx"),
            (ODT, "a.odt"),
            ("Grüße".encode(), "a.txt"),
            ("a;ü\n".encode("cp1252"), "a.csv"),
        ],
    )
    def test_are_kept_as_they_came(self, content, name):
        file = io.BytesIO(content)
        check_document(file, name)
        assert file.read() == content

    @pytest.mark.parametrize(
        ("content", "name", "says"),
        [
            (b"<html>" + SCRIPT, "rules.pdf", "not PDF"),
            (b"\n\n" + PDF, "rules.pdf", "not PDF"),
            (PDF[:-8], "rules.pdf", "damaged"),
            (PDF, "rules.docx", "not DOCX"),
            (WORD, "sheet.xlsx", "not XLSX"),
            (WORD, "text.odt", "not ODT"),
            (ODT, "sheet.ods", "not ODS"),
            (package("run.exe"), "form.docx", "not DOCX"),
            (WORD[:60], "form.docx", "not DOCX"),
            (b"MZ\x90\x00\x03", "a.txt", "not text"),
            (b"\x81\x8d", "a.csv", "not text"),
            (b"x", "page.html", "Use a document of type"),
            (b"x", "drawing.svg", "Use a document of type"),
            (PDF, "run.exe", "Use a document of type"),
            (package("a.txt"), "a.zip", "Use a document of type"),
            (WORD, "form.docm", "Use a document of type"),
            (b"x", "no-extension", "Use a document of type"),
        ],
    )
    def test_are_refused_with_a_reason(self, content, name, says):
        with pytest.raises(InvalidInput) as caught:
            check_document(io.BytesIO(content), name)
        assert says in caught.value.fields["file"][0]

    @pytest.mark.parametrize(
        "content",
        [
            package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            package("[Content_Types].xml", "word/document.xml", "word/activeX/activeX1.bin"),
            package(
                "[Content_Types].xml",
                "word/document.xml",
                types=b'<Override ContentType="application/vnd.ms-word.document.macroEnabled"/>',
            ),
        ],
    )
    def test_with_macros_are_refused(self, content):
        with pytest.raises(InvalidInput, match="macros"):
            check_document(io.BytesIO(content), "form.docx")

    def test_with_macros_of_the_free_office_are_refused(self):
        kind = "application/vnd.oasis.opendocument.text"
        content = package("content.xml", "Basic/Standard/Module1.xml", mimetype=kind)
        with pytest.raises(InvalidInput, match="macros"):
            check_document(io.BytesIO(content), "form.odt")

    def test_that_unpack_to_very_much_are_refused(self):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", b"<Types/>")
            with archive.open("word/document.xml", "w", force_zip64=True) as part:
                for _ in range(310):
                    part.write(b"\x00" * 1_000_000)
        with pytest.raises(InvalidInput, match="unpacks to more"):
            check_document(io.BytesIO(data.getvalue()), "form.docx")


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\Straße 12 (final).pdf", "strasse-12-final.pdf"),
        ("\u202efdp.exe.pdf", "fdpexe.pdf"),
        ("日本語.pdf", "ribenyu.pdf"),
        ("….pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 60 + ".pdf"),
    ],
)
def test_names_are_plain(name, stored):
    assert safe_name(name, ".pdf") == stored


class _nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...
