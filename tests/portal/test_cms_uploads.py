"""Boris uploads through every door of the CMS: each cleans pictures and looks into documents."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from tests.foundation.test_uploads import PDF, SCRIPT, WORD, photo_with_place, png_header

pytestmark = pytest.mark.django_db

#: Address, name of the file field, prefix of the form.
DOORS = {
    "one": ("add/", "file", ""),
    "many": ("multiple/add/", "files[]", ""),
    "chooser": ("chooser/create/", "file", "{kind}-chooser-upload-"),
}


@pytest.fixture
def upload(sign_in, world):
    """`upload("images", "one", content, name)` answers the response of that door."""

    def send(kind: str, door: str, content: bytes, name: str, **more: str):
        path, field, prefix = DOORS[door]
        prefix = prefix.format(kind=kind[:-1])
        data = {
            f"{prefix}title": "Garden",
            f"{prefix}collection": world.homes["willow"].collection_id,
            prefix + field: SimpleUploadedFile(name, content),
        }
        data |= {prefix + key: value for key, value in more.items()}
        return sign_in("boris").post(f"/cms/{kind}/{path}", data)

    return send


def stored(model):
    return model.objects.filter(title="Garden")


@pytest.mark.parametrize("door", DOORS)
class TestEveryDoor:
    def test_cleans_pictures(self, upload, door):
        assert upload("images", door, photo_with_place(), "Hof 1.jpg").status_code in (200, 302)
        image = stored(get_image_model()).get()
        with image.file.open() as file:
            content = file.read()
        assert b"Secret" not in content
        assert (image.width, image.height) == (40, 60)
        assert image.file_size == len(content)

    @pytest.mark.parametrize(
        ("content", "name", "says"),
        [
            (png_header(20_000, 20_000), "bomb.png", "50 megapixels"),
            (png_header(11_000, 11_000), "bomb.png", "50 megapixels"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "drawing.svg", "not a picture"),
            (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "drawing.png", "not a picture"),
            (b"<html>" + SCRIPT, "page.jpg", "not a picture"),
            (photo_with_place()[:300], "photo.jpg", "This picture is damaged"),
        ],
    )
    def test_refuses_hostile_pictures_at_the_field(self, upload, door, content, name, says):
        response = upload("images", door, content, name)
        assert response.status_code == 200
        assert says in response.content.decode()
        assert not stored(get_image_model()).exists()
        assert not UploadedFile.objects.exists()

    def test_looks_into_documents(self, upload, door):
        assert upload("documents", door, PDF, "Übersicht 2026.PDF").status_code in (200, 302)
        assert stored(get_document_model()).get().filename.startswith("ubersicht-2026")
        upload("documents", door, WORD, "form.docx")
        assert stored(get_document_model()).count() == 2

    @pytest.mark.parametrize(
        ("content", "name"),
        [(b"<html>" + SCRIPT, "rules.pdf"), (PDF, "rules.html"), (b"MZ\x00", "a.txt")],
    )
    def test_refuses_what_a_document_is_not(self, upload, door, content, name):
        response = upload("documents", door, content, name)
        assert response.status_code == 200
        assert not stored(get_document_model()).exists()
        assert not UploadedFile.objects.exists()

    @pytest.mark.parametrize("kind", ["images", "documents"])
    def test_puts_nothing_aside_unchecked(self, upload, door, kind):
        """A title that is too long made Wagtail keep the file as it came, to be used later."""
        content, name = (photo_with_place(), "a.jpg") if kind == "images" else (PDF, "a.pdf")
        response = upload(kind, door, content, name, title="x" * 300)
        assert response.status_code == 200
        assert "Choose the file again" in response.content.decode()
        assert not UploadedFile.objects.exists()


class TestReplacing:
    def test_a_picture_cleans_the_new_one(self, sign_in, upload):
        upload("images", "one", photo_with_place(), "old.jpg")
        image = stored(get_image_model()).get()
        data = {
            "title": image.title,
            "collection": image.collection_id,
            "file": SimpleUploadedFile("new.jpg", photo_with_place()),
        }
        assert sign_in("boris").post(f"/cms/images/{image.pk}/", data).status_code == 302
        image.refresh_from_db()
        with image.file.open() as file:
            assert b"Secret" not in file.read()

    def test_a_title_leaves_the_file_alone(self, sign_in, world):
        for kind, item in (("images/", world.images), ("documents/edit/", world.documents)):
            found = item["willow"]
            before = found.file.name
            data = {"title": "Weeping and new", "collection": found.collection_id}
            path = f"/cms/{kind}{found.pk}/"
            assert sign_in("boris").post(path, data).status_code == 302
            found.refresh_from_db()
            assert (found.title, found.file.name) == ("Weeping and new", before)


def test_a_photo_of_a_phone_arrives_as_jpeg(upload):
    image = PillowImage.new("RGB", (300, 200), (20, 120, 90))
    data = io.BytesIO()
    image.save(data, "HEIF")
    answer = json.loads(upload("images", "many", data.getvalue(), "IMG_7.HEIC").content)
    assert answer["success"] is True
    name = stored(get_image_model()).get().filename
    assert name.startswith("img_7")
    assert name.endswith(".jpg")
