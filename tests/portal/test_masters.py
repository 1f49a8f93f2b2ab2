"""Pages kept once by Harbour and shown by Willow Court and Quay House."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from buildings.properties.operations.buildings import create_building
from concierge.demo.cast import BUILDINGS
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.history import history_of
from foundation.models import DomainEvent
from portal.models import InheritedPage, MasterIndexPage, MasterPage, MasterVersion
from portal.models.masters import Updates
from portal.operations import masters
from portal.operations.pages import publish_page
from portal.queries.masters import comparison_with_latest, master_report
from tests.portal.conftest import employ
from tests.queue import drain
from tests.world import made_once, recall

pytestmark = pytest.mark.django_db

POINT = {"label": "Assembly point", "content": [("text", "<p>At the gate.</p>")]}
BODY = [("heading", "If there is a fire"), ("text", "<p>Call 112.</p>"), ("overridable", POINT)]


def index_of(world) -> MasterIndexPage:
    return MasterIndexPage.objects.get(path__startswith=world.homes["willow"].path[:12])


@pytest.fixture
def index(world) -> MasterIndexPage:
    return index_of(world)


@pytest.fixture(scope="class")
def fire_safety(django_db_setup, django_db_blocker) -> Iterator[int]:
    """The key of a page published by Mara, and carried to the buildings by the worker."""
    with made_once(django_db_blocker):
        world = recall()
        page = MasterPage(
            title="Fire safety", slug="fire-safety", kind="safety", summary="What to do", body=BODY
        )
        publish_page(actor=world.mara, parent=index_of(world), page=page)
        drain()
        yield page.pk


@pytest.fixture
def master(fire_safety, db) -> MasterPage:
    return MasterPage.objects.get(pk=fire_safety)


def copy_in(world, key) -> InheritedPage:
    return InheritedPage.objects.child_of(world.homes[key]).get()


def say(world, master, text, **changes) -> MasterPage:
    """Mara publishes another text in the second block, under the same ids."""
    master = MasterPage.objects.get(pk=master.pk)
    raw = [dict(block) for block in master.body.raw_data]
    raw[1]["value"] = f"<p>{text}</p>"
    master.body = MasterVersion(body=raw).stream
    for name, value in changes.items():
        setattr(master, name, value)
    master.save_revision(user=world.mara).publish(user=world.mara)
    drain()
    return MasterPage.objects.get(pk=master.pk)


def replace(world, page, text="<p>Under the willow.</p>", name="boris") -> InheritedPage:
    part = page.parts.get()
    part.content = [("text", text)]
    page.parts = [part]
    page.save_revision(user=world.people[name]).publish(user=world.people[name])
    return InheritedPage.objects.get(pk=page.pk)


class TestGiving:
    def test_every_building_of_the_company_shows_it(self, world, master, sign_in):
        for name, path in (("ana", "/harbour/willow-court/"), ("iris", "/harbour/quay-house/")):
            page = sign_in(name).get(path + "fire-safety/").content.decode()
            assert "Call 112." in page
            assert "At the gate." in page
        assert not InheritedPage.objects.child_of(world.homes["elm"]).exists()

    def test_running_the_worker_again_changes_nothing(self, world, master):
        before = list(InheritedPage.objects.values_list("pk", "latest_revision_id", "path"))
        for building in (world.willow, world.quay):
            masters.give_master(actor=masters_actor(), master_id=master.pk, building_id=building.pk)
        assert list(InheritedPage.objects.values_list("pk", "latest_revision_id", "path")) == before

    def test_publishing_the_same_again_is_no_new_version(self, world, master):
        master.save_revision(user=world.mara).publish(user=world.mara)
        drain()
        assert MasterVersion.objects.count() == 1

    def test_a_new_building_gets_what_the_others_have(self, world, master):
        new = create_building(
            actor=world.mara, company=world.companies["harbour"],
            values=BUILDINGS["willow"] | {"name": "New House", "slug": "new-house"},
        )  # fmt: skip
        drain()
        page = InheritedPage.objects.get(slug="fire-safety", url_path__contains="new-house")
        assert (page.live, page.scope_building_id) == (True, new.pk)

    def test_another_companys_building_never_gets_it(self, world, master):
        given = masters.give_master(
            actor=masters_actor(), master_id=master.pk, building_id=world.elm.pk
        )
        assert given is None


def masters_actor() -> Any:
    from foundation.actors import SystemActor

    return SystemActor("tests")


class TestStarting:
    def test_an_address_that_is_taken_is_kept(self, world, index):
        page = MasterPage(title="House rules", slug="house-rules", body=BODY)
        publish_page(actor=world.mara, parent=index, page=page)
        drain()
        assert copy_in(world, "willow").slug == "house-rules-2"

    def test_a_scheduled_page_waits_for_its_time(self, world, index):
        import datetime as dt

        from foundation import clock

        page = MasterPage(title="Later", slug="later", body=BODY, live=False)
        page.go_live_at = clock.now() + dt.timedelta(days=1)
        index.add_child(instance=page)
        page.save_revision(user=world.mara).publish(user=world.mara)
        drain()
        assert not InheritedPage.objects.exists()


class TestReading:
    def test_the_companys_own_pages_are_for_people_who_work_there(self, world, master, sign_in):
        for path in ("/harbour/_all/", "/harbour/_all/fire-safety/"):
            for name, status in (
                ("ana", 404), ("iris", 404), ("emil", 404), ("dara", 404), ("nobody", 302),
                ("boris", 200), ("fin", 200), ("mara", 200), ("sol", 200),
            ):  # fmt: skip
                assert sign_in(name).get(path).status_code == status, (name, path)

    def test_the_copies_are_for_the_people_of_the_building(self, world, master, sign_in):
        path = "/harbour/willow-court/fire-safety/"
        for name, status in (("ana", 200), ("iris", 404), ("emil", 404), ("dara", 404)):
            assert sign_in(name).get(path).status_code == status, name

    def test_files_of_the_company_reach_residents_of_all_its_buildings(self, world, index, sign_in):
        image = world.images["willow"]
        image.collection = index.get_parent().specific.collection
        image.save()
        body = [("image", {"image": image, "decorative": True, "alt_text": ""})]
        page = MasterPage(title="Map", slug="map", body=body)
        publish_page(actor=world.mara, parent=index, page=page)
        drain()
        for name, status in (("ana", 200), ("iris", 200), ("emil", 404), ("dara", 404)):
            assert sign_in(name).get(image.file.url).status_code == status, name
        assert b"<img" in sign_in("iris").get("/harbour/quay-house/map/").content

    def test_search_finds_what_the_building_says(self, world, master, sign_in):
        replace(world, copy_in(world, "willow"))
        drain()
        assert (
            b"/harbour/willow-court/fire-safety/" in sign_in("ana").get("/search/?q=fire").content
        )
        assert b"fire-safety" not in sign_in("emil").get("/search/?q=fire").content


class TestReplacing:
    def edit(self, page) -> str:
        return f"/cms/pages/{page.pk}/edit/"

    def fields(self, page, text="Under the willow.", **changes):
        part = page.parts.get()
        block = {
            "key": "a", "text": text, "type": "unstyled", "depth": 0,
            "inlineStyleRanges": [], "entityRanges": [],
        }  # fmt: skip
        raw = json.dumps({"blocks": [block], "entityMap": {}})
        return {
            "parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 1, "parts-MIN_NUM_FORMS": 0,
            "parts-MAX_NUM_FORMS": 1000, "parts-0-id": part.pk, "parts-0-DELETE": "",
            "parts-0-content-count": 1, "parts-0-content-0-deleted": "",
            "parts-0-content-0-order": 0, "parts-0-content-0-type": "text",
            "parts-0-content-0-id": "", "parts-0-content-0-value": raw,
            "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
            "comments-MIN_NUM_FORMS": 0, "comments-MAX_NUM_FORMS": "",
        } | changes  # fmt: skip

    def test_boris_fills_a_part(self, world, master, sign_in):
        page = copy_in(world, "willow")
        data = self.fields(page) | {"action-publish": "1"}
        response = sign_in("boris").post(self.edit(page), data)
        assert response.status_code == 302, response.content.decode()[:3000]
        shown = sign_in("ana").get(page.url).content.decode()
        assert "Under the willow." in shown
        assert "At the gate." not in shown
        assert "Call 112." in shown
        assert (
            "At the gate."
            in sign_in("iris").get("/harbour/quay-house/fire-safety/").content.decode()
        )

    def test_asta_submits_and_boris_approves(self, world, master, sign_in):
        page = copy_in(world, "willow")
        sign_in("asta").post(self.edit(page), self.fields(page) | {"action-submit": "1"})
        assert "At the gate." in sign_in("ana").get(page.url).content.decode()
        state = InheritedPage.objects.get(pk=page.pk).current_workflow_task_state
        sign_in("boris").post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/", {})
        assert "Under the willow." in sign_in("ana").get(page.url).content.decode()

    @pytest.mark.parametrize(
        "forged",
        [
            {"title": "Mine", "body-count": 1, "body-0-type": "heading", "body-0-value": "Mine",
             "body-0-order": 0, "body-0-deleted": "", "body-0-id": "", "summary": "Mine",
             "parts-0-label": "Mine", "parts-0-part_id": "mine", "slug": "mine"},
        ],
    )  # fmt: skip
    def test_the_rest_is_the_companys(self, world, master, sign_in, forged):
        page = copy_in(world, "willow")
        data = self.fields(page) | forged | {"action-publish": "1"}
        assert sign_in("boris").post(self.edit(page), data).status_code == 302
        page = InheritedPage.objects.get(pk=page.pk)
        assert (page.title, page.slug, page.summary) == ("Fire safety", "fire-safety", "What to do")
        assert page.body[0].value == "If there is a fire"
        assert page.parts.get().label == "Assembly point"

    @pytest.mark.parametrize(
        "forged", [{"parts-TOTAL_FORMS": 2, "parts-1-id": ""}, {"parts-0-DELETE": "1"}]
    )
    def test_parts_are_neither_added_nor_removed(self, world, master, sign_in, forged):
        page = copy_in(world, "willow")
        data = self.fields(page) | forged | {
            "parts-1-content-count": 0, "parts-1-DELETE": "",
        }  # fmt: skip
        assert sign_in("boris").post(self.edit(page), data).status_code == 400
        assert InheritedPage.objects.get(pk=page.pk).parts.count() == 1

    def test_parts_may_not_point_out_of_the_building(self, world, master, sign_in, client):
        page = copy_in(world, "willow")
        data = self.fields(page) | {
            "parts-0-content-0-type": "image",
            "parts-0-content-0-value-image": world.images["quay"].pk,
            "parts-0-content-0-value-alt_text": "x", "parts-0-content-0-value-decorative": "",
        }  # fmt: skip
        for extra in ({}, {"action-publish": "1"}):
            response = sign_in("boris").post(self.edit(page), data | extra)
            assert response.status_code == 400
        client.force_login(
            employ(world, "Pia", "Pair", {"willow": "manager", "quay": "manager"}),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        response = client.post(self.edit(page), data | {"action-publish": "1"})
        assert "could not open what belongs to another building" in response.content.decode()
        assert len(copy_in(world, "willow").parts.get().content) == 0

    @pytest.mark.parametrize("name", ["boris", "mara", "sol"])
    def test_the_copy_stays_where_it_is(self, world, master, sign_in, name):
        page = copy_in(world, "willow")
        client = sign_in(name)
        for path, data in (
            ("delete/", {"confirm": "Fire safety"}), ("unpublish/", {}),
            ("copy/", {"new_title": "x", "new_slug": "x", "new_parent_page": page.get_parent().pk}),
        ):  # fmt: skip
            client.post(f"/cms/pages/{page.pk}/{path}", data)
        assert InheritedPage.objects.filter(title="Fire safety", live=True).count() == 2

    @pytest.mark.parametrize("name", ["boris", "asta", "dara"])
    def test_the_companys_page_is_not_theirs(self, world, master, sign_in, name):
        client = sign_in(name)
        for path in ("edit/", "history/", "delete/", "unpublish/"):
            assert client.get(f"/cms/pages/{master.pk}/{path}").status_code == 404, path
            assert client.post(f"/cms/pages/{master.pk}/{path}").status_code == 404, path
        parent = master.get_parent().pk
        path = f"/cms/pages/add/portal/masterpage/{parent}/"
        assert client.post(path, {"title": "x"}).status_code == 404

    def test_a_company_wide_assistant_does_not_write_them(self, world, master, sign_in):
        from accounts.models import StaffMembership

        StaffMembership.objects.filter(user=world.asta).update(covers_all_buildings=True)
        assert not master.permissions_for_user(world.asta).can_edit()
        assert not master.get_parent().specific.permissions_for_user(world.asta).can_add_subpage()


class TestUpdates:
    def test_untouched_copies_follow_at_once_others_wait(self, world, master, sign_in):
        replace(world, copy_in(world, "willow"))
        say(world, master, "Call 911.")
        assert (
            "Call 911." in sign_in("iris").get("/harbour/quay-house/fire-safety/").content.decode()
        )
        shown = sign_in("ana").get("/harbour/willow-court/fire-safety/").content.decode()
        assert "Call 112." in shown

    def test_a_draft_counts_as_touched(self, world, master):
        page = copy_in(world, "willow")
        part = page.parts.get()
        part.content = [("text", "<p>Not yet</p>")]
        page.parts = [part]
        page.save_revision(user=world.asta)
        say(world, master, "Call 911.")
        assert copy_in(world, "willow").adopted.number == 1
        adopted = masters.adopt_master(actor=world.boris, page=copy_in(world, "willow"))
        page = InheritedPage.objects.get(pk=adopted.pk)
        assert "Not yet" not in str(page.body)
        assert "Call 911." in str(page.body)
        draft = page.get_latest_revision_as_object()
        assert "Not yet" in str(draft.body)
        assert "Call 911." in str(draft.body)

    @pytest.mark.parametrize(
        ("updates", "willow", "quay"), [(Updates.AT_ONCE, 2, 2), (Updates.ADOPTED, 1, 1)]
    )
    def test_the_company_chooses_for_each_page(self, world, master, updates, willow, quay):
        replace(world, copy_in(world, "willow"))
        say(world, master, "Call 911.", updates=updates)
        assert copy_in(world, "willow").adopted.number == willow
        assert copy_in(world, "quay").adopted.number == quay
        assert "Under the willow." in str(copy_in(world, "willow").body)

    def test_restoring_an_old_version_brings_back_only_ones_own_words(self, world, master):
        page = copy_in(world, "willow")
        old = page.get_latest_revision()
        replace(world, page)
        say(world, master, "Call 911.", updates=Updates.AT_ONCE)
        old.publish(user=world.boris)
        shown = str(copy_in(world, "willow").body)
        assert "Call 911." in shown
        assert "At the gate." in shown

    def test_parts_are_found_again_by_id_or_label(self, world, master):
        replace(world, copy_in(world, "willow"))
        master = MasterPage.objects.get(pk=master.pk)
        raw = [dict(block) for block in master.body.raw_data]
        raw[2] = raw[2] | {"id": "another-id"}
        master.body = MasterVersion(body=raw).stream
        master.save_revision(user=world.mara).publish(user=world.mara)
        drain()
        page = masters.adopt_master(actor=world.boris, page=copy_in(world, "willow"))
        assert "Under the willow." in str(InheritedPage.objects.get(pk=page.pk).body)

    def test_a_part_that_is_gone_is_named_before_adopting(self, world, master):
        replace(world, copy_in(world, "willow"))
        master = MasterPage.objects.get(pk=master.pk)
        master.body = MasterVersion(body=list(master.body.raw_data)[:2]).stream
        master.save_revision(user=world.mara).publish(user=world.mara)
        drain()
        comparison = comparison_with_latest(copy_in(world, "willow"))
        assert comparison.lost == ["Assembly point"]
        page = masters.adopt_master(actor=world.boris, page=copy_in(world, "willow"))
        assert InheritedPage.objects.get(pk=page.pk).parts.count() == 0


class TestWithdrawing:
    def test_unpublishing_takes_it_from_the_buildings_and_publishing_brings_it_back(
        self, world, master, sign_in
    ):
        path = "/harbour/willow-court/fire-safety/"
        sign_in("mara").post(f"/cms/pages/{master.pk}/unpublish/", {})
        drain()
        assert sign_in("ana").get(path).status_code == 404
        say(world, master, "Call 112.")
        assert sign_in("ana").get(path).status_code == 200

    def test_deleting_leaves_drafts_that_may_be_deleted(self, world, master, sign_in):
        MasterPage.objects.get(pk=master.pk).delete()
        drain()
        page = copy_in(world, "willow")
        assert (page.live, page.master) == (False, None)
        assert page.permissions_for_user(world.boris).can_delete()

    def test_a_building_does_without(self, world, master, sign_in):
        page = masters.opt_out(actor=world.boris, page=copy_in(world, "willow"))
        say(world, master, "Call 911.")
        assert sign_in("ana").get("/harbour/willow-court/fire-safety/").status_code == 404
        with pytest.raises(Conflict):
            masters.adopt_master(actor=world.boris, page=page)
        masters.opt_in(actor=world.boris, page=page)
        shown = sign_in("ana").get("/harbour/willow-court/fire-safety/").content.decode()
        assert "Call 911." in shown


@pytest.fixture(scope="class")
def two_versions_later(fire_safety, django_db_blocker) -> Iterator[None]:
    with made_once(django_db_blocker):
        world, master = recall(), MasterPage.objects.get(pk=fire_safety)
        replace(world, copy_in(world, "willow"))
        say(world, master, "Call 911.")
        say(world, master, "Call 112 or 911.")
        yield


class TestDesk:
    @pytest.fixture
    def behind(self, two_versions_later, world) -> InheritedPage:
        return copy_in(world, "willow")

    def test_the_report_says_who_is_behind(self, world, behind, sign_in):
        page = sign_in("mara").get("/desk/master-pages/").content.decode()
        assert "2 versions behind" in page
        assert "Quay House" in page
        page = sign_in("boris").get("/desk/master-pages/").content.decode()
        assert "2 versions behind" in page
        assert "Quay House" not in page
        page = sign_in("dara").get("/desk/master-pages/").content.decode()
        assert "Fire safety" not in page

    def test_the_comparison_is_readable(self, world, behind, sign_in):
        page = sign_in("boris").get(f"/desk/master-pages/{behind.pk}/").content.decode()
        assert "<del>112.</del><ins>112 or 911.</ins>" in page
        assert "Assembly point" in page

    def test_one_click_adopts(self, world, behind, sign_in):
        before = DomainEvent.objects.filter(name="portal.MasterAdopted").count()
        response = sign_in("boris").post(f"/desk/master-pages/{behind.pk}/adopt/")
        assert response["Location"] == reverse("master-pages")
        page = copy_in(world, "willow")
        assert page.adopted.number == 3
        assert "Call 112 or 911." in str(page.body)
        assert "Under the willow." in str(page.body)
        assert DomainEvent.objects.filter(name="portal.MasterAdopted").count() == before + 1
        lines = history_of(page, zone="Europe/Berlin")
        assert (lines[0].who, lines[0].changes[0].after) == ("Boris Lang", "3")

    def test_adopt_all_takes_what_is_mine_to_take(self, world, behind, sign_in):
        sign_in("asta").post("/desk/master-pages/adopt-all/")
        assert copy_in(world, "willow").adopted.number == 1
        sign_in("mara").post("/desk/master-pages/adopt-all/")
        assert copy_in(world, "willow").adopted.number == 3

    @pytest.mark.parametrize("action", ["adopt", "do-without", "take-back"])
    @pytest.mark.parametrize(
        ("name", "status"),
        [("asta", 403), ("fin", 403), ("dara", 404), ("ana", 404), ("iris", 404), ("nobody", 302)],
    )
    def test_is_for_managers_of_the_building(self, behind, sign_in, action, name, status):
        path = f"/desk/master-pages/{behind.pk}/{action}/"
        assert sign_in(name).post(path).status_code == status
        assert sign_in("boris").get(path).status_code == 405

    def test_operations_ask_for_themselves(self, world, behind):
        for operation in (masters.adopt_master, masters.opt_out, masters.opt_in):
            with pytest.raises(NotFound):
                operation(actor=world.dara, page=behind)
            with pytest.raises(NotAllowed):
                operation(actor=world.asta, page=behind)

    def test_versions_are_seen_by_the_staff_of_the_company(self, world, behind):
        for name, count in (("mara", 3), ("boris", 3), ("fin", 3), ("dara", 0), ("ana", 0)):
            user = world.people[name]
            assert MasterVersion.objects.visible_to(user).count() == count, name
            assert user.has_perm(
                "portal.view_masterversion", MasterVersion.objects.first()
            ) is bool(count)

    def test_the_report_costs_the_same_for_more_buildings(
        self, world, behind, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(20):
            assert len(master_report(world.mara)) == 1
