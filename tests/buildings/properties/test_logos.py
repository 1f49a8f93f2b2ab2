"""A building's logo: set at the desk or by the API, seen by those who may enter the building."""

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from buildings.properties.models import Building
from buildings.properties.operations.logos import MAX_LOGO_BYTES, set_logo
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

PAGE = "/desk/harbour/willow-court/logo/"
HOME = "/harbour/willow-court/"


def picture(size: tuple[int, int] = (900, 300), kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, (10, 90, 80)).save(data, kind)
    return data.getvalue()


def upload(client: Any, content: bytes, name: str = "our logo.png") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def logo_of(world: Any) -> Any:
    return Building.objects.get(pk=world.willow.pk).logo


class TestAtTheDesk:
    def test_a_manager_sets_replaces_and_removes_it(
        self, sign_in: Any, world: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        boris, ana = sign_in("boris"), sign_in("ana")
        assert "brand-mark" in ana.get(HOME).content.decode()
        assert b"The new logo stands on every page" in upload(boris, picture()).content
        first = logo_of(world)
        with Image.open(default_storage.open(first.name)) as shown:
            assert max(shown.size) == 512
        page = ana.get(HOME).content.decode()
        assert f'class="brand-logo" src="{first.url}" alt=""' in page
        assert "brand-mark" not in page
        with django_capture_on_commit_callbacks(execute=True):
            upload(boris, picture((100, 100), "JPEG"), "square.jpg")
        second = logo_of(world)
        assert second.name != first.name
        assert not default_storage.exists(first.name)
        assert second.url in ana.get(HOME).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            boris.post(PAGE, {"remove": "1"})
        assert not logo_of(world)
        assert not default_storage.exists(second.name)
        assert "brand-mark" in ana.get(HOME).content.decode()
        actions = AuditEntry.objects.filter(action="properties.building_changed")
        assert [list(entry.changes) for entry in actions] == [["logo"]] * 3

    @pytest.mark.parametrize("name", ["asta", "fin"])
    def test_others_of_the_staff_may_not(self, sign_in: Any, world: Any, name: str) -> None:
        client = sign_in(name)
        assert PAGE not in client.get("/desk/harbour/willow-court/").content.decode()
        assert upload(client, picture()).status_code == 403
        assert not logo_of(world)

    @pytest.mark.parametrize("name", ["ana", "iris", "dara", "emil"])
    def test_for_everybody_else_it_is_not_there(self, sign_in: Any, world: Any, name: str) -> None:
        assert upload(sign_in(name), picture()).status_code == 404
        assert not logo_of(world)

    @pytest.mark.parametrize(
        ("content", "name", "message"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "not a picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "not a picture"),
            (picture()[:80], "logo.png", "damaged"),
            (picture(), "logo.jpg", "real name"),
            (b"\0" * (MAX_LOGO_BYTES + 1), "logo.png", "larger than 5 MB"),
            (b"", "logo.png", "empty"),
        ],
    )
    def test_what_is_no_logo_is_explained(
        self, sign_in: Any, world: Any, content: bytes, name: str, message: str
    ) -> None:
        response = upload(sign_in("boris"), content, name)
        assert response.status_code == 422
        assert message in str(response.context["form"].errors["file"])
        assert not logo_of(world)

    def test_nothing_chosen_is_explained(self, sign_in: Any) -> None:
        assert sign_in("boris").post(PAGE, {}).status_code == 422


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 200), ("boris", 200), ("fin", 200), ("sol", 200), ("iris", 404), ("dara", 404),
     ("emil", 404), ("nobody", 302)],
)  # fmt: skip
def test_the_file_is_for_those_who_may_enter(
    sign_in: Any, world: Any, name: str, status: int
) -> None:
    building = set_logo(
        actor=world.boris, building=world.willow, content=picture(), file_name="logo.png"
    )
    response = sign_in(name).get(building.logo.url)
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "image/png"


class TestByTheApi:
    def test_sets_and_removes_it(self, sign_in: Any, world: Any) -> None:
        client, path = sign_in("boris"), f"/api/v1/buildings/{world.willow.uuid}"
        assert client.get(path).json()["logo"] == ""
        file = SimpleUploadedFile("logo.png", picture())
        answer = client.post(path + "/logo", {"file": file})
        assert answer.json()["logo"] == logo_of(world).url
        assert client.delete(path + "/logo").json()["logo"] == ""
        assert client.delete(path + "/logo").status_code == 200

    def test_says_what_is_wrong(self, sign_in: Any, world: Any) -> None:
        path = f"/api/v1/buildings/{world.willow.uuid}/logo"
        answer = sign_in("boris").post(path, {"file": SimpleUploadedFile("logo.png", b"text")})
        assert answer.status_code == 422
        assert "not a picture" in str(answer.json()["errors"])
