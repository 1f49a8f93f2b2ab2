"""Asta drafts, Boris approves, the time comes, Ana reads; Mara's page reaches Willow Court."""

import datetime as dt

from playwright.sync_api import expect
from wagtail.models import Page, Revision

from foundation import clock
from foundation.tasks import run_command
from portal.models import InheritedPage, MasterPage
from portal.queries.masters import master_index_of
from tests.queue import drain


class TestAnApproval:
    def test_goes_from_asta_over_boris_to_ana(self, story, visit):
        index = story.homes["willow"].get_children().get(slug="announcements")
        asta = visit("asta", f"/cms/pages/add/portal/announcementpage/{index.pk}/")
        asta.fill("[name=title]", "Cellar is painted")
        asta.fill("[name=summary]", "From Monday; please take your things out.")
        asta.fill("[name=message_to_approver]", "Agreed with the painter.")
        asta.get_by_role("button", name="More actions").first.click()
        asta.get_by_role("button", name="Submit for approval").click()
        expect(asta.get_by_text("submitted for moderation")).to_be_visible()

        boris = visit("boris", "/cms/")
        waiting = boris.get_by_role("region", name="Waiting for your approval")
        expect(waiting).to_contain_text("Agreed with the painter.")
        page = Page.objects.get(slug="cellar-is-painted")
        self.schedule(page)
        with boris.expect_navigation():
            waiting.get_by_role("button", name="Approve Cellar is painted").click()

        ana = visit("ana", page.get_url())
        assert ana.title().startswith("We could not find that page")
        # The hour has come: what the worker runs every minute.
        at = clock.now() - dt.timedelta(minutes=1)
        Page.objects.filter(pk=page.pk).update(go_live_at=at)
        for revision in Revision.objects.filter(
            object_id=str(page.pk), approved_go_live_at__isnull=False
        ):
            revision.approved_go_live_at = at
            revision.content["go_live_at"] = at.isoformat()
            revision.save()
        run_command("publish_scheduled")
        ana.reload()
        expect(ana.get_by_role("heading", level=1)).to_have_text("Cellar is painted")

    def schedule(self, page):
        """Boris sets the day; the dialog of Wagtail's is not what is told here."""
        draft = page.get_latest_revision_as_object()
        draft.go_live_at = clock.now() + dt.timedelta(days=1)
        draft.save_revision(user=page.owner)


class TestAPageForAllBuildings:
    def test_is_changed_by_mara_and_adopted_by_boris(self, story, visit):
        index = master_index_of(story.companies["harbour"].pk)
        mara = visit("mara", f"/cms/pages/add/portal/masterpage/{index.pk}/")
        mara.fill("[name=title]", "Alarms are tested once a year")
        mara.press("[name=title]", "Tab")
        expect(mara.locator("[name=slug]")).to_have_value("alarms-are-tested-once-a-year")
        mara.select_option("[name=updates]", "adopted")
        self.publish(mara)
        drain()
        ana = visit("ana", "/harbour/willow-court/alarms-are-tested-once-a-year/")
        expect(ana.get_by_role("heading", level=1)).to_contain_text("once a year")

        master = MasterPage.objects.get(slug="alarms-are-tested-once-a-year")
        mara.goto(f"/cms/pages/{master.pk}/edit/")
        mara.fill("[name=title]", "Alarms are tested twice a year")
        self.publish(mara)
        drain()
        ana.reload()
        expect(ana.get_by_role("heading", level=1)).to_contain_text("once a year")

        boris = visit("boris", "/desk/master-pages/")
        boris.get_by_role("link", name="Compare Willow Court").click()
        expect(boris.locator("ins")).to_have_text("twice")
        with boris.expect_navigation():
            boris.get_by_role("button", name="Adopt the latest version").click()
        ana.reload()
        expect(ana.get_by_role("heading", level=1)).to_contain_text("twice a year")
        assert InheritedPage.objects.filter(master=master).count() == 2

    def publish(self, page):
        page.get_by_role("button", name="More actions").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name="Publish", exact=True).click()
