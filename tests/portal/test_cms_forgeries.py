"""What a browser never sends: forms and links with other people's ids, or beyond one's role."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from portal.models import AnnouncementIndexPage, AnnouncementPage, InfoPage
from tests.portal.test_files import png

pytestmark = pytest.mark.django_db


def rich_text(**link) -> str:
    """What the rich text editor posts for one linked word."""
    kind = link.pop("type")
    mutability = "IMMUTABLE" if kind == "IMAGE" else "MUTABLE"
    block = {
        "key": "a", "text": "word" if kind != "IMAGE" else " ", "inlineStyleRanges": [],
        "type": "unstyled" if kind != "IMAGE" else "atomic", "depth": 0,
        "entityRanges": [{"key": 0, "offset": 0, "length": 4 if kind != "IMAGE" else 1}],
    }  # fmt: skip
    entity = {"type": kind, "mutability": mutability, "data": link}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def edit(page) -> str:
    return f"/cms/pages/{page.pk}/edit/"


@pytest.fixture
def mine(world) -> InfoPage:
    return InfoPage.objects.get(pk=world.infos["willow"].pk)


class TestReferences:
    """A page saved with a foreign id would show the foreign title, picture or address."""

    def forged(self, world, key):
        image, document, page = world.images[key], world.documents[key], world.infos[key]
        return {
            "image": [("image", {"image": image.pk, "alt_text": "x", "decorative": ""})],
            "document": [
                ("documents", {
                    "title": "", "documents-count": 1, "documents-0-deleted": "",
                    "documents-0-order": 0, "documents-0-id": "",
                    "documents-0-value": document.pk,
                }),
            ],
            "page link": [("text", rich_text(type="LINK", id=page.pk, url="/x/"))],
            "document link": [("text", rich_text(type="DOCUMENT", id=document.pk, url="/x/"))],
        }  # fmt: skip

    CASES = ("image", "document", "page link", "document link")

    @pytest.mark.parametrize("case", CASES)
    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_foreign_ones_are_refused_unread(self, boris, world, mine, fields_of, key, case):
        revisions = mine.revisions.count()
        data = fields_of(mine, blocks=self.forged(world, key)[case])
        for extra in ({}, {"action-publish": "1"}, {"title": ""}):
            response = boris.client().post(edit(mine), data | extra)
            assert response.status_code == 400
            assert boris.leaks_in(response) == []
        response = boris.client().post(edit(mine) + "preview/", data)
        assert response.status_code == 400
        mine.refresh_from_db()
        assert mine.revisions.count() == revisions
        assert len(mine.body) == 0

    @pytest.mark.parametrize("case", CASES)
    def test_own_ones_are_saved(self, boris, world, mine, fields_of, case):
        data = fields_of(mine, blocks=self.forged(world, "willow")[case])
        response = boris.client().post(edit(mine), data | {"action-publish": "1"})
        assert response.status_code == 302
        mine.refresh_from_db()
        assert len(mine.body) == 1

    @pytest.mark.parametrize("case", CASES)
    def test_new_pages_are_checked_too(self, boris, world, fields_of, case):
        path = f"/cms/pages/add/portal/infopage/{world.homes['willow'].pk}/"
        data = fields_of(blocks=self.forged(world, "elm")[case])
        for target in (path, path + "preview/"):
            response = boris.client().post(target, data)
            assert response.status_code == 400
            assert boris.leaks_in(response) == []
        assert not InfoPage.objects.filter(title="A new page").exists()

    def test_hero_images_are_checked(self, boris, world, fields_of):
        home = world.homes["willow"]
        data = fields_of(home, hero_image=world.images["quay"].pk)
        response = boris.client().post(edit(home), data | {"action-publish": "1"})
        assert response.status_code == 400
        data = fields_of(home, hero_image=world.images["willow"].pk)
        response = boris.client().post(edit(home), data | {"action-publish": "1"})
        assert response.status_code == 302

    @pytest.mark.parametrize("kind", ["two in one company", "two companies"])
    @pytest.mark.parametrize("case", CASES)
    def test_of_ones_other_building_are_explained(
        self, editors, world, mine, fields_of, kind, case
    ):
        """Readers of Willow Court could not open what lies in the manager's other building."""
        editor = editors[kind]
        data = fields_of(mine, blocks=self.forged(world, editor.own[1])[case])
        response = editor.client().post(edit(mine), data | {"action-publish": "1"})
        assert response.status_code == 200
        assert "could not open what belongs to another building" in response.content.decode()
        mine.refresh_from_db()
        assert len(mine.body) == 0

    def test_of_the_company_may_be_used_everywhere(self, sign_in, world, mine, fields_of):
        image = world.images["willow"]
        image.collection = Collection.objects.get(name="Harbour Property Management")
        image.save()
        data = fields_of(mine, blocks=self.forged(world, "willow")["image"])
        response = sign_in("mara").post(edit(mine), data | {"action-publish": "1"})
        assert response.status_code == 302

    def test_the_private_method_still_finds_everything(self, world, mine):
        """Pins the shape of a private method of Wagtail's."""
        from portal.queries.references import references_of

        mine.body = [
            ("text", f'<p><a linktype="page" id="{mine.pk}">x</a></p>'),
            ("image", {"image": world.images["willow"], "decorative": True, "alt_text": ""}),
        ]
        assert references_of(mine) == [
            (Page, str(mine.pk)),
            (get_image_model(), str(world.images["willow"].pk)),
        ]


class TestPages:
    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_foreign_ones_cannot_be_touched(self, boris, world, fields_of, key):
        page = Page.objects.get(pk=world.infos[key].pk)
        client = boris.client()
        root = f"/cms/pages/{page.pk}"
        for path in ("edit", "delete", "unpublish", "copy", "lock", "unlock", "move", "privacy"):
            assert client.post(f"{root}/{path}/", fields_of(title="x")).status_code == 404, path
        again = Page.objects.get(pk=page.pk)
        assert (again.title, again.live, again.path) == (page.title, True, page.path)

    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_own_ones_cannot_be_carried_out(self, boris, world, key):
        client = boris.client()
        page, target = world.infos["willow"], world.homes[key]
        before = target.get_children().count()
        move = f"/cms/pages/{page.pk}/move/"
        copy = {"new_title": "x", "new_slug": "x", "new_parent_page": target.pk, "alias": "on"}
        for path, data in (
            (f"{move}{target.pk}/confirm/", {}),
            (move, {"new_parent_page": target.pk}),
            (f"/cms/pages/{page.pk}/copy/", copy),
            (f"/cms/pages/add/portal/infopage/{target.pk}/", {"title": "x"}),
        ):
            response = client.post(path, data)
            assert response.status_code == 404, path
            assert boris.leaks_in(response) == []
        assert target.get_children().count() == before

    def test_move_with_whoever_manages_both(self, editors, world):
        pair = editors["two in one company"]
        Page.objects.filter(pk=world.infos["willow"].pk).update(slug="moved-rules")
        path = f"/cms/pages/{world.infos['willow'].pk}/move/{world.homes['quay'].pk}/confirm/"
        assert pair.client().get(path).status_code == 200
        assert pair.client().post(path)["Location"] == f"/cms/pages/{world.homes['quay'].pk}/"
        moved = Page.objects.get(pk=world.infos["willow"].pk)
        assert moved.is_child_of(Page.objects.get(pk=world.homes["quay"].pk))
        assert moved.full_url.endswith("/harbour/quay-house/moved-rules/")

    def test_moved_pages_are_read_by_their_new_building(self, editors, world, sign_in):
        self.test_move_with_whoever_manages_both(editors, world)
        path = "/harbour/quay-house/moved-rules/"
        assert sign_in("iris").get(path).status_code == 200
        assert sign_in("ana").get(path).status_code == 404

    @pytest.mark.parametrize("how", ["move", "copy"])
    def test_leave_behind_what_new_readers_could_not_open(self, editors, world, how):
        page = InfoPage.objects.get(pk=world.infos["willow"].pk)
        page.slug = "with-picture"
        page.body = [("image", {"image": world.images["willow"], "decorative": True})]
        page.save()
        target = world.homes["quay"].pk
        path, data = {
            "move": (f"move/{target}/confirm/", {}),
            "copy": ("copy/", {"new_title": "x", "new_slug": "x", "new_parent_page": target}),
        }[how]
        response = editors["two in one company"].client().post(f"/cms/pages/{page.pk}/{path}", data)
        assert response["Location"] == f"/cms/pages/{page.pk}/edit/"
        assert not Page.objects.child_of(world.homes["quay"]).filter(slug__in=["with-picture", "x"])


@pytest.mark.parametrize("name", ["boris", "mara", "sol"])
class TestFixedPages:
    """The pages of a building and a company stand and fall with them."""

    def test_stay_where_they_are(self, sign_in, world, name):
        client = sign_in(name)
        home, index = world.homes["willow"], AnnouncementIndexPage.objects.first()
        before = list(Page.objects.order_by("path").values_list("path", "slug", "live"))
        copy = {"new_title": "x", "new_slug": "x", "new_parent_page": home.get_parent().pk}
        for path, data in (
            ("delete/", {"confirm": "Willow Court", "confirm_site_name": "New Concierge"}),
            ("unpublish/", {}),
            ("copy/", copy),
            (f"move/{index.pk}/confirm/", {}),
            (f"move/{world.homes['quay'].pk}/confirm/", {}),
            ("move/", {"new_parent_page": index.pk}),
        ):
            response = client.post(f"/cms/pages/{home.pk}/{path}", data)
            assert response.status_code in (302, 403, 404), path
        for action in ("delete", "move", "unpublish", "publish"):
            client.post(f"/cms/bulk/wagtailcore/page/{action}/?id={home.pk}", {"confirm": "x"})
        after = list(Page.objects.order_by("path").values_list("path", "slug", "live"))
        assert after == before

    def test_keep_name_and_address(self, sign_in, world, fields_of, name):
        home = world.homes["willow"]
        data = fields_of(home, title="Mine now", slug="mine-now", welcome="Hello")
        data["action-publish"] = "1"
        assert sign_in(name).post(edit(home), data).status_code == 302
        home.refresh_from_db()
        assert (home.title, home.slug, home.welcome) == ("Willow Court", "willow-court", "Hello")


class TestAssistants:
    def test_see_no_publish_button(self, editors, mine):
        page = editors["assistant"].client().get(edit(mine)).content.decode()
        assert 'name="action-publish"' not in page
        assert "Save draft" in page

    def test_cannot_publish_by_hand(self, editors, mine, fields_of):
        data = fields_of(mine, title="Not yet", **{"action-publish": "1"})
        assert editors["assistant"].client().post(edit(mine), data).status_code == 302
        mine.refresh_from_db()
        assert (mine.title, mine.draft_title) == ("Weeping house rules", "Not yet")

    def test_cannot_publish_what_is_new(self, editors, world, fields_of):
        data = fields_of(**{"action-publish": "1", "go_live_at": "2020-01-01 10:00"})
        path = f"/cms/pages/add/portal/infopage/{world.homes['willow'].pk}/"
        assert editors["assistant"].client().post(path, data).status_code == 302
        page = InfoPage.objects.get(title="A new page")
        assert not page.live
        assert page.scheduled_revision is None

    def test_cannot_take_published_pages_away(self, editors, mine):
        client = editors["assistant"].client()
        client.post(f"/cms/pages/{mine.pk}/unpublish/")
        client.post(f"/cms/pages/{mine.pk}/delete/")
        mine.refresh_from_db()
        assert mine.live


class TestFilesOfTheCms:
    def test_cannot_be_moved_to_a_foreign_collection(self, editors, world):
        for key in ("one building", "two companies"):
            client = editors[key].client()
            quay = world.homes["quay"].collection_id
            for kind, item in (("images", world.images), ("documents", world.documents)):
                own = item["willow"]
                path = (
                    f"/cms/{kind}/{own.pk}/" if kind == "images" else f"/cms/{kind}/edit/{own.pk}/"
                )
                client.post(path, {"title": own.title, "collection": quay})
                own.refresh_from_db()
                assert own.collection_id == world.homes["willow"].collection_id

    @pytest.mark.parametrize("kind", ["images", "documents"])
    def test_cannot_be_put_into_a_foreign_collection(self, boris, world, kind):
        quay = world.homes["quay"].collection_id
        model = get_image_model() if kind == "images" else get_document_model()
        before = set(model.objects.filter(collection_id=quay).values_list("pk", flat=True))
        chooser = f"{kind[:-1]}-chooser-upload-"
        ways = (("add/", "file", ""), ("multiple/add/", "files[]", ""))
        for path, name, prefix in (*ways, ("chooser/create/", "file", chooser)):
            content = ("mine.png", png()) if kind == "images" else ("mine.txt", b"Be kind.")
            file = SimpleUploadedFile(*content)
            data = {f"{prefix}title": "Mine", f"{prefix}collection": quay, prefix + name: file}
            response = boris.client().post(f"/cms/{kind}/{path}", data)
            assert response.status_code in (200, 302), path
            assert boris.leaks_in(response) == []
        assert set(model.objects.filter(collection_id=quay).values_list("pk", flat=True)) == before
        assert model.objects.filter(collection_id=world.homes["willow"].collection_id).count() > 1

    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_of_others_cannot_be_touched(self, boris, world, key):
        client = boris.client()
        image, document = world.images[key], world.documents[key]
        for path in (
            f"images/{image.pk}/", f"images/{image.pk}/delete/", f"images/multiple/{image.pk}/",
            f"images/multiple/{image.pk}/delete/", f"documents/edit/{document.pk}/",
            f"documents/delete/{document.pk}/", f"documents/multiple/{document.pk}/",
            f"documents/multiple/{document.pk}/delete/",
        ):  # fmt: skip
            response = client.post(
                f"/cms/{path}", {"title": "Mine"}, headers={"X-Requested-With": "XMLHttpRequest"}
            )
            assert response.status_code in (302, 400, 403, 404), path
            assert boris.leaks_in(response) == []
        image.refresh_from_db()
        document.refresh_from_db()
        assert "Mine" not in (image.title, document.title)

    def test_carry_no_tags(self, boris, world):
        image = world.images["willow"]
        boris.client().post(f"/cms/images/{image.pk}/", {"title": image.title, "tags": "secret"})
        assert list(image.tags.names()) == []


@pytest.mark.parametrize("kind", ["images", "documents"])
class TestFilesOfAssistants:
    """Assistants draft: what readers see, and what others uploaded, is for managers."""

    def upload(self, world, kind, person="asta"):
        model = get_image_model() if kind == "images" else get_document_model()
        return model.objects.create(
            title="Mine",
            file=SimpleUploadedFile("mine.png" if kind == "images" else "mine.txt", png()),
            collection=world.homes["willow"].collection,
            uploaded_by_user=world.people[person],
        )

    def page_with(self, world, kind, file, *, live):
        body = {
            "images": ("image", {"image": file, "decorative": True}),
            "documents": ("documents", {"title": "", "documents": [file]}),
        }[kind]
        page = InfoPage(title="Shows it", slug="shows-it", live=live, body=[body])
        world.homes["willow"].add_child(instance=page)

    def change(self, client, kind, file):
        path = f"images/{file.pk}/" if kind == "images" else f"documents/edit/{file.pk}/"
        client.post(f"/cms/{path}", {"title": "Changed", "collection": file.collection_id})
        file.refresh_from_db()
        return file.title == "Changed"

    def delete(self, client, kind, file):
        alone = {"images": f"images/{file.pk}/delete/", "documents": f"documents/delete/{file.pk}/"}
        for path in (f"{kind}/multiple/{file.pk}/delete/", alone[kind]):
            client.post(f"/cms/{path}", headers={"X-Requested-With": "XMLHttpRequest"})
        return not type(file).objects.filter(pk=file.pk).exists()

    @pytest.mark.parametrize("uploader", ["boris", "sol"])
    def test_others_are_only_chosen(self, sign_in, world, kind, uploader):
        file, client = self.upload(world, kind, uploader), sign_in("asta")
        assert not self.change(client, kind, file)
        assert not self.delete(client, kind, file)
        chooser = client.get(f"/cms/{kind}/chooser/chosen/{file.pk}/")
        assert chooser.json()["result"]["title"] == "Mine"
        assert self.change(sign_in("boris"), kind, file)

    def test_own_ones_are_changed_and_deleted_while_unused(self, sign_in, world, kind):
        file, client = self.upload(world, kind), sign_in("asta")
        assert self.change(client, kind, file)
        assert self.delete(client, kind, file)

    def test_own_ones_in_a_draft_are_changed_but_stay(self, sign_in, world, kind):
        file, client = self.upload(world, kind), sign_in("asta")
        self.page_with(world, kind, file, live=False)
        assert self.change(client, kind, file)
        assert not self.delete(client, kind, file)

    def test_own_ones_on_a_live_page_are_for_managers(self, sign_in, world, kind):
        file, client = self.upload(world, kind), sign_in("asta")
        self.page_with(world, kind, file, live=True)
        assert not self.change(client, kind, file)
        assert not self.delete(client, kind, file)
        assert self.change(sign_in("boris"), kind, file)
        assert self.delete(sign_in("boris"), kind, file)

    def test_nothing_is_left_of_it_after_the_job(self, sign_in, world, kind):
        from accounts.models import StaffMembership
        from accounts.operations.staff import end_staff

        file = self.upload(world, kind)
        end_staff(
            actor=world.mara, membership=StaffMembership.objects.get(user=world.people["asta"])
        )
        assert not self.change(sign_in("asta"), kind, file)
        assert not self.delete(sign_in("asta"), kind, file)


class TestRoles:
    def test_end_with_the_membership(self, boris, world, mine):
        """Whoever leaves a building finds nothing of it, not even on the dashboard."""
        from buildings.properties.models import BuildingAssignment

        mine.save_revision(user=boris.user, log_action=True)
        assert "Weeping" in boris.client().get("/cms/").content.decode()
        assignment = BuildingAssignment.objects.get(membership__user=boris.user)
        assignment.building = world.buildings["quay"]
        assignment.save()
        page = boris.client().get("/cms/").content.decode()
        assert "Weeping" not in page
        assert boris.client().get(edit(mine)).status_code == 404
        BuildingAssignment.objects.all().delete()
        assert boris.client().get("/cms/").status_code == 404

    def test_mail_goes_to_people_of_the_building(self, editors, world):
        from wagtail.permissions import policy_registry

        policy = policy_registry.get_by_type(Page)
        people = policy.users_with_any_permission_for_instance(
            {"publish"}, world.infos["willow"], include_superusers=False
        )
        assert {user.email for user in people} == {
            "boris@harbour.example", "mara@harbour.example", "pia@staff.example",
            "bo@staff.example",
        }  # fmt: skip
        people = policy.users_with_any_permission_for_instance(
            {"add"}, world.infos["willow"], include_superusers=False
        )
        assert "asta@harbour.example" in {user.email for user in people}
        files = policy_registry.get_by_type(get_image_model())
        people = files.users_with_any_permission_for_instance({"change"}, world.images["elm"])
        assert {user.email for user in people} == {
            "dara@rival.example", "bo@staff.example",
        }  # fmt: skip


def test_announcements_reach_only_their_index(boris, world, fields_of):
    """Page types that do not belong under a parent cannot be forged there."""
    path = f"/cms/pages/add/portal/announcementpage/{world.homes['willow'].pk}/"
    assert boris.client().post(path, fields_of()).status_code in (302, 403)
    assert AnnouncementPage.objects.count() == 3
