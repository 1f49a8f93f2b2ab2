"""Asta submits, Boris approves or returns: who may, who hears of it, and when it goes live."""

import ast
import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule
from wagtail.models import Page, TaskState

from foundation import clock, schedules
from portal.models import BuildingApprovalTask, InfoPage
from tests.queue import drain

pytestmark = pytest.mark.django_db


def edit(page) -> str:
    return f"/cms/pages/{page.pk}/edit/"


@pytest.fixture
def mine(world) -> InfoPage:
    return InfoPage.objects.get(pk=world.infos["willow"].pk)


@pytest.fixture
def submit(sign_in, fields_of):
    """`submit(page, message)` as Asta; answers the task state that waits."""

    def make(page, message="", name="asta", **changes) -> TaskState:
        data = fields_of(page, title="Quiet hours", **changes)
        data |= {"action-submit": "1", "message_to_approver": message}
        response = sign_in(name).post(edit(page), data)
        assert response.status_code == 302, response.content.decode()[:2000]
        return TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")

    return make


def act(client, page, state, action="approve", comment=""):
    path = f"/cms/pages/workflow/action/{page.pk}/{action}/{state.pk}/"
    return client.post(path, {"comment": comment})


class TestSubmitting:
    def test_tells_the_manager_once_by_mail(self, mine, submit):
        submit(mine, "The new hours are from the meeting.")
        drain()
        (letter,) = mail.outbox
        assert letter.to == ["boris@harbour.example"]
        assert letter.subject == "Please look at “Quiet hours” (Willow Court)"
        assert "Asta Nyberg writes:" in letter.body
        assert "The new hours are from the meeting." in letter.body
        assert f"/cms/pages/{mine.pk}/edit/" in letter.body
        assert "{%" not in letter.alternatives[0][0]

    def test_speaks_the_language_of_the_building(self, mine, submit, world):
        from buildings.properties.operations.buildings import change_building

        change_building(actor=world.boris, building=world.willow, values={"language": "de"})
        submit(mine)
        drain()
        assert 'lang="de"' in mail.outbox[0].alternatives[0][0]

    def test_asks_the_company_where_nobody_is_named(self, world, sign_in, submit, mine):
        from buildings.properties.models import BuildingAssignment

        BuildingAssignment.objects.filter(membership__user=world.boris).delete()
        submit(mine)
        drain()
        assert [letter.to for letter in mail.outbox] == [["mara@harbour.example"]]

    def test_leaves_the_live_page_as_it_is(self, mine, submit, sign_in):
        submit(mine)
        mine.refresh_from_db()
        assert (mine.title, mine.live, mine.has_unpublished_changes) == (
            "Weeping house rules", True, True,
        )  # fmt: skip
        assert "Quiet hours" not in sign_in("ana").get(mine.url).content.decode()

    def test_holds_the_page_still_until_it_is_read(self, mine, submit, sign_in, fields_of):
        submit(mine)
        sign_in("asta").post(edit(mine), fields_of(mine, title="Changed behind your back"))
        mine.refresh_from_db()
        assert mine.draft_title == "Quiet hours"

    def test_can_be_taken_back(self, mine, submit, sign_in, fields_of):
        submit(mine)
        sign_in("asta").post(edit(mine), fields_of(mine) | {"action-cancel-workflow": "1"})
        assert not InfoPage.objects.get(pk=mine.pk).workflow_in_progress
        drain()
        assert mail.outbox == []

    def test_is_kept_in_the_page_log(self, mine, submit, sign_in):
        submit(mine, "Please <b>read</b>")
        page = sign_in("boris").get(f"/cms/pages/{mine.pk}/history/").content.decode()
        assert "Message to the manager: “Please &lt;b&gt;read&lt;/b&gt;”" in page

    def test_the_editor_offers_it_to_assistants_only(self, mine, sign_in):
        for name, offered in (("asta", True), ("boris", False), ("mara", False), ("sol", False)):
            page = sign_in(name).get(edit(mine)).content.decode()
            assert ('name="action-submit"' in page) is offered, name
            assert ('name="message_to_approver"' in page) is offered, name

    def test_works_for_new_pages(self, world, sign_in, fields_of):
        path = f"/cms/pages/add/portal/infopage/{world.homes['willow'].pk}/"
        data = fields_of() | {"action-submit": "1", "message_to_approver": "New"}
        assert sign_in("asta").post(path, data).status_code == 302
        drain()
        assert [letter.to for letter in mail.outbox] == [["boris@harbour.example"]]
        assert not InfoPage.objects.get(title="A new page").live


class TestReviewing:
    def test_approving_publishes_and_tells_the_assistant(self, mine, submit, sign_in, mailbox):
        state = submit(mine, "Please")
        mailbox()
        act(sign_in("boris"), mine, state, comment="Well written.")
        (letter,) = mailbox()
        assert letter.to == ["asta@harbour.example"]
        assert letter.subject == "“Quiet hours” was approved"
        assert "Boris Lang writes:" in letter.body
        assert "Well written." in letter.body
        assert "Quiet hours" in sign_in("ana").get(mine.url).content.decode()

    def test_returning_tells_why(self, mine, submit, sign_in, mailbox):
        state = submit(mine)
        mailbox()
        act(sign_in("boris"), mine, state, "reject", "Which floor?")
        (letter,) = mailbox()
        assert letter.subject == "“Quiet hours” came back to you"
        assert "Which floor?" in letter.body
        assert "Submit again" in sign_in("asta").get(edit(mine)).content.decode()
        state = submit(mine, "The fourth")
        assert [letter.to for letter in mailbox()] == [["boris@harbour.example"]]
        act(sign_in("boris"), mine, state)
        assert InfoPage.objects.get(pk=mine.pk).title == "Quiet hours"

    def test_from_the_editor(self, mine, submit, sign_in, fields_of):
        submit(mine)
        data = fields_of(mine, title="Quiet hours, corrected") | {
            "action-workflow-action": "1", "workflow-action-name": "approve",
            "workflow-action-extra-data": '{"comment": "ok"}',
        }  # fmt: skip
        assert sign_in("boris").post(edit(mine), data).status_code == 302
        assert InfoPage.objects.get(pk=mine.pk).title == "Quiet hours, corrected"

    @pytest.mark.parametrize("junk", ["{", "[]", "7", '{"user": 1}'])
    def test_an_unreadable_comment_is_refused(self, mine, submit, sign_in, fields_of, junk):
        submit(mine)
        data = fields_of(mine) | {
            "action-workflow-action": "1", "workflow-action-name": "approve",
            "workflow-action-extra-data": junk,
        }  # fmt: skip
        assert sign_in("boris").post(edit(mine), data).status_code == 400

    def test_nobody_is_told_who_has_left_the_building(self, mine, submit, sign_in, mailbox):
        from buildings.properties.models import BuildingAssignment

        state = submit(mine)
        mailbox()
        BuildingAssignment.objects.filter(membership__role="assistant").delete()
        act(sign_in("boris"), mine, state)
        assert mailbox() == []

    @pytest.mark.parametrize("name", ["asta", "fin", "dara", "ana"])
    def test_is_for_the_managers_of_the_building(self, mine, submit, sign_in, name):
        state = submit(mine)
        for path in (
            f"/cms/pages/workflow/action/{mine.pk}/approve/{state.pk}/",
            f"/cms/pages/workflow/collect_action_data/{mine.pk}/approve/{state.pk}/",
            f"/cms/pages/workflow/preview/{mine.pk}/{state.task_id}/",
        ):
            for method in ("get", "post"):
                response = getattr(sign_in(name), method)(path)
                assert response.status_code in (302, 403, 404, 405), (path, method)
                assert b"Quiet hours" not in response.content
        state.refresh_from_db()
        assert state.status == TaskState.STATUS_IN_PROGRESS

    def test_a_foreign_step_cannot_be_approved_through_ones_own_page(
        self, world, submit, mine, editors, sign_in
    ):
        """Wagtail takes the step from the address and asks only about the page."""
        ours = submit(mine)
        foreign = InfoPage.objects.get(pk=world.infos["elm"].pk)
        InfoPage.objects.filter(pk=foreign.pk).update(locked=False, locked_by=None)
        foreign.get_workflow().start(foreign, world.dara)
        theirs = TaskState.objects.latest("pk")
        for action in ("approve", "reject"):
            assert act(sign_in("boris"), mine, theirs, action).status_code == 404
        theirs.refresh_from_db()
        ours.refresh_from_db()
        assert {theirs.status, ours.status} == {TaskState.STATUS_IN_PROGRESS}

    def test_the_task_itself_refuses_a_foreign_step(self, world, submit, mine):
        from django.core.exceptions import PermissionDenied

        state = submit(mine)
        task = BuildingApprovalTask.objects.get()
        with pytest.raises(PermissionDenied):
            task.on_action(state, world.dara, "approve")

    def test_what_waits_is_shown_to_its_managers_only(self, world, submit, mine, editors):
        state = submit(mine)
        for name, waiting in (
            ("boris", [state]), ("mara", [state]), ("sol", [state]),
            ("asta", []), ("fin", []), ("dara", []), ("ana", []),
        ):  # fmt: skip
            user = type(world.boris).objects.get(pk=world.people[name].pk)
            assert list(TaskState.objects.reviewable_by(user)) == waiting, name

    def test_superusers_keep_their_peace(self, mine, submit, mailbox):
        """Wagtail would tell platform staff about every submission of every company."""
        submit(mine)
        assert all(letter.to != ["sol@concierge.example"] for letter in mailbox())


class TestScheduling:
    def test_goes_live_in_the_worker_at_its_time(
        self, mine, world, submit, sign_in, mailbox, monkeypatch
    ):
        """Approved today for tomorrow: nothing before, live after, by the queue's own command."""
        page = self.new_page(world, sign_in)
        tomorrow = clock.now() + dt.timedelta(days=1)
        state = submit(page, go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}")
        mailbox()
        act(sign_in("boris"), page, state)
        (letter,) = mailbox()
        assert "It goes live on" in letter.body
        self.tick()
        path = "/harbour/willow-court/a-new-page/"
        assert sign_in("ana").get(path).status_code == 404
        later = tomorrow + dt.timedelta(minutes=2)
        monkeypatch.setattr(timezone, "now", lambda: later)
        self.tick()
        assert sign_in("ana").get(path).status_code == 200

    def test_goes_by_the_clock_of_the_building(self, mine, sign_in, fields_of):
        data = fields_of(mine, go_live_at="2030-07-01 10:00")
        assert sign_in("boris").post(edit(mine), data).status_code == 302
        draft = InfoPage.objects.get(pk=mine.pk).get_latest_revision_as_object()
        assert draft.go_live_at == dt.datetime(2030, 7, 1, 8, 0, tzinfo=dt.UTC)
        page = sign_in("boris").get(edit(mine)).content.decode()
        assert 'value="2030-07-01 10:00"' in page

    def test_cannot_be_approved_by_whoever_asks(self, world, sign_in, fields_of):
        page = self.new_page(world, sign_in)
        data = fields_of(page, go_live_at="2020-01-01 10:00") | {"action-publish": "1"}
        sign_in("asta").post(edit(page), data)
        self.tick()
        assert not Page.objects.get(pk=page.pk).live

    def new_page(self, world, sign_in):
        home = world.homes["willow"]
        page = InfoPage(title="A new page", slug="a-new-page", live=False, owner=world.asta)
        home.add_child(instance=page)
        page.save_revision(user=world.asta)
        return page

    def tick(self):
        """What the queue runs every minute, as it is declared."""
        schedules.sync()
        row = Schedule.objects.get(name="publish scheduled pages")
        import_string(row.func)(*ast.literal_eval(row.args))


class TestComments:
    def fields(self, page, text="Is this right?", **changes):
        return {
            "comments-TOTAL_FORMS": 1,
            "comments-0-text": text,
            "comments-0-contentpath": "title",
            "comments-0-position": "",
            "comments-0-id": "",
            "comments-0-DELETE": "",
            "comments-0-resolved": "",
            "comments-0-replies-TOTAL_FORMS": 0,
            "comments-0-replies-INITIAL_FORMS": 0,
            "comments-0-replies-MIN_NUM_FORMS": 0,
            "comments-0-replies-MAX_NUM_FORMS": "",
        } | changes

    def test_reach_whose_page_it_is(self, mine, world, sign_in, fields_of, mailbox):
        Page.objects.filter(pk=mine.pk).update(owner=world.asta)
        response = sign_in("boris").post(edit(mine), fields_of(mine) | self.fields(mine))
        assert response.status_code == 302
        (letter,) = mailbox()
        assert letter.to == ["asta@harbour.example"]
        assert letter.subject == "Boris Lang commented on “Weeping house rules”"
        assert "Is this right?" in letter.body

    def test_never_reach_people_who_do_not_work_there(
        self, mine, world, sign_in, fields_of, mailbox
    ):
        """Dara once followed the page, and the owner is somebody who has left."""
        from wagtail.models import PageSubscription

        PageSubscription.objects.create(page=mine, user=world.dara, comment_notifications=True)
        Page.objects.filter(pk=mine.pk).update(owner=world.emil)
        sign_in("boris").post(edit(mine), fields_of(mine) | self.fields(mine))
        assert mailbox() == []

    def test_are_asked_again_when_the_mail_goes_out(self, mine, world, sign_in, fields_of, mailbox):
        from buildings.properties.models import BuildingAssignment

        Page.objects.filter(pk=mine.pk).update(owner=world.asta)
        sign_in("boris").post(edit(mine), fields_of(mine) | self.fields(mine))
        BuildingAssignment.objects.filter(membership__user=world.asta).delete()
        assert mailbox() == []

    def test_are_nothing_for_residents(self, mine, sign_in, fields_of):
        sign_in("boris").post(
            edit(mine), fields_of(mine) | self.fields(mine) | {"action-publish": "1"}
        )
        assert b"Is this right?" not in sign_in("ana").get(mine.url).content


@pytest.fixture
def mailbox():
    """`mailbox()` runs the worker and answers the letters since the last call."""

    def empty():
        drain()
        letters = list(mail.outbox)
        mail.outbox.clear()
        return letters

    return empty
