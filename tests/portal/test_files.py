"""Pictures, documents and everything that becomes live by the clock."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from PIL import Image as PillowImage
from wagtail.models import Page

from foundation import clock, tasks
from portal.models import InfoPage

pytestmark = pytest.mark.django_db

INSIDERS = ["ana", "teo", "boris", "asta", "fin", "mara", "sol"]
STRANGERS = ["iris", "dara", "emil"]


def png() -> bytes:
    data = io.BytesIO()
    PillowImage.new("RGB", (40, 30), (200, 110, 100)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def addresses(world) -> dict[str, str]:
    image, document = world.images["willow"], world.documents["willow"]
    return {
        "original": image.file.url,
        "rendition": image.get_rendition("max-32x32").url,
        "document": document.url,
    }


@pytest.mark.parametrize("kind", ["original", "rendition", "document"])
class TestFiles:
    @pytest.mark.parametrize("name", INSIDERS)
    def test_are_for_people_of_the_building(self, sign_in, addresses, kind, name):
        response = sign_in(name).get(addresses[kind])
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content)

    @pytest.mark.parametrize("name", STRANGERS)
    def test_do_not_exist_for_strangers(self, sign_in, addresses, kind, name):
        client = sign_in(name)
        there, missing = client.get(addresses[kind]), client.get(addresses[kind] + "x")
        assert there.status_code == missing.status_code == 404
        # Nothing but the address that was asked for, which the frame repeats.
        told = there.content.decode().replace(addresses[kind], "")
        assert "weeping" not in told.lower()

    def test_tell_anonymous_people_nothing(self, client, addresses, kind):
        for address in (addresses[kind], addresses[kind] + "x"):
            response = client.get(address)
            assert response.status_code == 302
            assert response["Location"] == f"/accounts/login/?next={address}"


class TestHeaders:
    def test_a_picture_is_shown_as_what_it_is(self, sign_in, addresses):
        response = sign_in("ana").get(addresses["original"])
        assert response["Content-Type"] == "image/png"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["Content-Disposition"].startswith("inline")

    def test_a_document_is_saved_not_run(self, sign_in, addresses):
        response = sign_in("ana").get(addresses["document"])
        assert response["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in response["Content-Security-Policy"]

    def test_what_is_no_picture_is_only_saved(self, sign_in, world):
        image = world.images["willow"]
        type(image).objects.filter(pk=image.pk).update(file="original_images/page.html")
        with override_settings(X_ACCEL_PREFIX="/internal/"):
            response = sign_in("ana").get("/files/original_images/page.html")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")

    def test_the_proxy_gets_a_safe_path(self, sign_in, world):
        image = world.images["willow"]
        type(image).objects.filter(pk=image.pk).update(file="original_images/a b%é.png")
        with override_settings(X_ACCEL_PREFIX="/internal/"):
            response = sign_in("ana").get("/files/original_images/a%20b%25%C3%A9.png")
        assert response["X-Accel-Redirect"] == "/internal/original_images/a%20b%25%C3%A9.png"


class TestNothingElseIsServed:
    def test_documents_have_no_second_address(self, sign_in, world):
        path = f"/files/{world.documents['willow'].file.name}"
        for name in ("ana", "boris", "sol"):
            assert sign_in(name).get(path).status_code == 404

    @pytest.mark.parametrize("path", ["", "..%2fdb", "../../etc/passwd", "original_images/", "%00"])
    def test_no_folder_and_no_trick(self, sign_in, path):
        assert sign_in("boris").get(f"/files/{path}").status_code in (400, 404)

    def test_files_outside_any_building_are_for_super_users(self, sign_in, world):
        from wagtail.models import Collection

        image = world.images["willow"]
        image.collection = Collection.get_first_root_node()
        image.save()
        assert sign_in("ana").get(image.file.url).status_code == 404
        assert sign_in("mara").get(image.file.url).status_code == 404
        assert sign_in("sol").get(image.file.url).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/cms/login/", "/cms/password_reset/", "/cms/password_reset/done/",
        "/cms/password_reset/confirm/MQ/a-b/", "/_util/login/",
        "/_util/authenticate_with_password/1/1/",
    ],
)  # fmt: skip
class TestWagtailsOwnDoors:
    def test_lead_to_the_one_sign_in(self, client, path):
        for method in (client.get, client.post):
            response = method(path)
            assert response.status_code == 302
            assert response["Location"] == "/accounts/login/?next=/cms/"

    def test_are_not_there_for_people_inside(self, sign_in, path):
        assert sign_in("ana").get(path).status_code == 404
        assert sign_in("boris").get(path).status_code == 404


class TestPrivateAddresses:
    def test_anonymous_people_cannot_tell_pages_apart(self, client):
        there, missing = "/harbour/willow-court/house-rules/", "/harbour/willow-court/nothing/"
        for path in (there, missing):
            assert client.get(path)["Location"] == f"/accounts/login/?next={path}"

    def test_there_is_no_sitemap_and_no_public_api(self, client):
        for path in ("/sitemap.xml", "/api/v2/pages/", "/api/main/pages/"):
            response = client.get(path)
            assert response.status_code in (302, 404)
            assert b"Weeping" not in response.content


class TestByTheClock:
    def publish(self, world, boris, fields_of, **times) -> InfoPage:
        """Boris publishes a new page through the editor; times in minutes from now, which he
        writes as the building's clock shows them."""
        data = fields_of(**{"action-publish": "1"})
        for name, minutes in times.items():
            at = clock.now() + dt.timedelta(minutes=minutes)
            on_the_wall = at.astimezone(ZoneInfo(world.willow.time_zone))
            data[name] = on_the_wall.strftime("%Y-%m-%d %H:%M")
        path = f"/cms/pages/add/portal/infopage/{world.homes['willow'].pk}/"
        assert boris.client().post(path, data).status_code == 302
        return InfoPage.objects.get(title="A new page")

    def pass_time(self, page, **minutes) -> None:
        """Set the hands of the clock back instead of waiting."""
        for name, value in minutes.items():
            at = clock.now() + dt.timedelta(minutes=value)
            Page.objects.filter(pk=page.pk).update(**{name: at})
            revision = page.latest_revision
            if name == "go_live_at":
                revision.approved_go_live_at = at
            revision.content[name] = at.isoformat()
            revision.save()

    def test_pages_go_live_and_expire(self, world, boris, fields_of, sign_in):
        path = "/harbour/willow-court/a-new-page/"
        page = self.publish(world, boris, fields_of, go_live_at=60, expire_at=120)
        tasks.run_command("publish_scheduled")
        assert sign_in("ana").get(path).status_code == 404
        self.pass_time(page, go_live_at=-1)
        tasks.run_command("publish_scheduled")
        assert sign_in("ana").get(path).status_code == 200
        self.pass_time(page, expire_at=-1)
        tasks.run_command("publish_scheduled")
        assert sign_in("ana").get(path).status_code == 404
        page.refresh_from_db()
        assert (page.live, page.expired) == (False, True)

    def test_assistants_set_no_clock(self, world, editors, fields_of):
        page = self.publish(world, editors["assistant"], fields_of, go_live_at=60)
        self.pass_time(page, go_live_at=-1)
        page.refresh_from_db()
        assert not page.live
