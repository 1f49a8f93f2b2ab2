"""The first page of the CMS, its menu and its lists: what each role finds there."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from foundation import clock
from portal.models import ContactsPage, DocumentLibraryPage, DocumentPage, InfoPage
from portal.operations.approvals import submit_page
from portal.queries.dashboard import dashboard_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(world) -> InfoPage:
    return InfoPage.objects.get(pk=world.infos["willow"].pk)


def draft(page, user, title="A draft"):
    page.title = title
    page.save_revision(user=user, log_action=True)
    return InfoPage.objects.get(pk=page.pk)


class TestDashboard:
    def test_boris_finds_what_waits_with_its_message(self, world, mine, sign_in):
        submit_page(actor=world.asta, page=draft(mine, world.asta), message="Please <read>")
        page = sign_in("boris").get("/cms/").content.decode()
        assert "Waiting for your approval" in page
        assert "Please &lt;read&gt;" in page
        assert "Asta Nyberg" in page
        for name in ("asta", "dara"):
            assert "Waiting for your approval" not in sign_in(name).get("/cms/").content.decode()

    def test_asta_finds_her_draft_and_why_it_came_back(self, world, mine, sign_in):
        state = submit_page(actor=world.asta, page=draft(mine, world.asta))
        assert "waiting for approval" in sign_in("asta").get("/cms/").content.decode()
        state.task.specific.on_action(state, world.boris, "reject", comment="Which floor?")
        page = sign_in("asta").get("/cms/").content.decode()
        assert "came back" in page
        assert "Which floor?" in page

    def test_what_comes_and_what_is_old(self, world, mine):
        now = clock.now()
        Page.objects.filter(pk=mine.pk).update(expire_at=now + dt.timedelta(days=3))
        old = now - dt.timedelta(days=400)
        other = world.announcements["willow"]
        Page.objects.filter(pk=other.pk).update(
            last_published_at=old, latest_revision_created_at=old
        )
        library = DocumentLibraryPage.objects.child_of(world.homes["willow"]).get()
        paper = DocumentPage(title="Lift certificate", slug="lift-certificate")
        paper.valid_until = clock.today("UTC") + dt.timedelta(days=9)
        library.add_child(instance=paper)
        found = dashboard_of(world.boris)
        assert paper.pk in [document.pk for document in found.expiring]
        assert [(coming.page.pk, coming.is_end) for coming in found.coming] == [(mine.pk, True)]
        assert [page.pk for page in found.stale] == [other.pk]
        others = dashboard_of(world.dara)
        assert (others.coming, others.stale) == ([], [])
        assert paper.pk not in [document.pk for document in others.expiring]

    def test_quick_actions_begin_an_announcement(self, world, sign_in):
        index = world.homes["willow"].get_children().get(slug="announcements")
        page = sign_in("boris").get("/cms/").content.decode()
        assert f"/cms/pages/add/portal/announcementpage/{index.pk}/" in page
        assert "/harbour/willow-court/" in page
        assert "/desk/harbour/willow-court/" in page

    def test_costs_the_same_for_more_pages(self, world, mine):
        with CaptureQueriesContext(connection) as few:
            dashboard_of(type(world.boris).objects.get(pk=world.boris.pk))
        for number in range(5):
            page = InfoPage(title=f"Page {number}", slug=f"page-{number}", live=False)
            world.homes["willow"].add_child(instance=page)
            page.save_revision(user=world.boris)
        user = type(world.boris).objects.get(pk=world.boris.pk)
        with CaptureQueriesContext(connection) as many:
            assert len(dashboard_of(user).drafts) == 5
        assert len(many) <= len(few) + 3


class TestLooks:
    def test_is_ours(self, sign_in):
        page = sign_in("boris").get("/cms/").content.decode()
        assert "- New Concierge</title>" in page
        assert "css/cms.css" in page
        assert "img/mark.svg" in page
        assert "gravatar" not in page

    @pytest.mark.parametrize(
        ("name", "archive"), [("asta", False), ("boris", True), ("mara", True), ("sol", True)]
    )
    def test_the_menu_follows_the_role(self, sign_in, name, archive):
        page = sign_in(name).get("/cms/").content.decode()
        assert ('"/cms/archive/"' in page) is archive
        assert "/cms/images/" in page
        assert ("/cms/users/" in page) is (name == "sol")

    def test_lists_say_who_changed_a_page(self, world, mine, sign_in):
        draft(mine, world.asta)
        page = sign_in("boris").get(f"/cms/pages/{world.homes['willow'].pk}/").content.decode()
        assert "Changed by" in page
        assert "Asta Nyberg" in page

    def test_kinds_of_page_stand_in_the_order_of_the_site(self, world, sign_in):
        ContactsPage.objects.child_of(world.homes["willow"]).delete()
        path = f"/cms/pages/{world.homes['willow'].pk}/add_subpage/"
        response = sign_in("boris").get(path)
        kinds = [kind[2] for kind in response.context["page_types"]]
        order = [
            model._meta.model_name
            for model in type(world.homes["willow"]).creatable_subpage_models()
        ]
        assert len(kinds) > 1
        assert kinds == [kind for kind in order if kind in kinds]
