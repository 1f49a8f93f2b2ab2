"""Who changed what, what is different, and bringing back what was."""

import datetime as dt
import io
import json
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from foundation.errors import Conflict, NotAllowed
from portal.models import ArchivedPage, InfoPage
from portal.operations.history import archive_page, bring_back_version, unarchive_page
from portal.queries.differences import stream_differences, text_pieces
from portal.queries.page_history import page_history
from tests.world import TOKENS

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(world) -> InfoPage:
    return InfoPage.objects.get(pk=world.infos["willow"].pk)


def say(page, body, user, publish=True, **changes):
    for name, value in (changes | {"body": body}).items():
        setattr(page, name, value)
    revision = page.save_revision(user=user, log_action=True)
    if publish:
        revision.publish(user=user)
    return revision


class TestDifferences:
    def test_words_not_letters(self):
        pieces = text_pieces("Quiet from ten to seven.", "Quiet from nine to seven.")
        assert [(p.kind, p.text) for p in pieces] == [
            ("same", "Quiet from "), ("removed", "ten"), ("added", "nine"), ("same", " to seven."),
        ]  # fmt: skip

    def test_blocks_come_go_change_and_move(self, mine, world):
        old = say(
            mine, [("heading", "One"), ("heading", "Two"), ("text", "<p>Three</p>")], world.sol
        )
        raw = list(mine.body.raw_data)
        changed = [raw[1], raw[0] | {"value": "One more"}, {"type": "heading", "value": "New"}]
        mine.body = mine._meta.get_field("body").to_python(json.dumps(changed))
        new = mine.save_revision(user=world.sol)
        found = stream_differences(old.as_object().body, new.as_object().body)
        told = {(d.kind, "".join(p.text for p in d.pieces)) for d in found}
        assert ("added", "New") in told
        assert ("removed", "Three") in told
        assert ("changed", "One more") in told

    def test_pictures_are_shown_and_choices_are_said(self, mine, world, boris):
        say(mine, [("callout", {"tone": "info", "title": "", "text": "<p>x</p>"})], world.sol)
        first = mine.get_latest_revision()
        body = [
            ("image", {"image": world.images["willow"], "decorative": True, "alt_text": ""}),
            ("callout", {"tone": "bad", "title": "", "text": "<p>x</p>"}),
        ]
        second = say(mine, body, world.sol)
        path = f"/cms/pages/{mine.pk}/revisions/compare/{first.pk}...{second.pk}/"
        page = boris.client().get(path).content.decode()
        assert "Important" in page
        assert "<img" in page
        assert "Weeping picture" in page

    def test_the_page_speaks_of_fields_in_words(self, mine, world, boris):
        first = mine.get_latest_revision()
        second = say(
            mine, [("text", "<p>Be <b>kind</b> & quiet</p>")], world.sol, summary="New summary"
        )
        path = f"/cms/pages/{mine.pk}/revisions/compare/{first.pk}...{second.pk}/"
        page = boris.client().get(path).content.decode()
        assert "<strong>Summary</strong>" in page
        assert "<ins>New summary</ins>" in page or "<ins>New</ins>" in page
        assert "Be kind &amp; quiet" in page
        assert "Bring back the older version" in page


class TestHistory:
    def test_is_one_story_in_the_buildings_own_time(self, mine, world, boris, monkeypatch):
        at = dt.datetime(2030, 7, 1, 22, 30, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: at)
        say(mine, [("heading", "Hello")], world.boris)
        archive_page(actor=world.boris, page=mine)
        lines = page_history(mine)
        assert any(line.what == "Page archived" and line.who == "Boris Lang" for line in lines)
        assert lines[0].at.isoformat() == "2030-07-02T00:30:00+02:00"
        page = boris.client().get(f"/cms/pages/{mine.pk}/history/").content.decode()
        assert "Boris Lang" in page
        assert "Europe/Berlin" in page

    def test_can_be_taken_away_as_a_spreadsheet(self, mine, world, boris):
        say(mine, [("heading", "=1+1")], world.boris)
        response = boris.client().get(f"/cms/pages/{mine.pk}/history/?export=xlsx")
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert [cell.value for cell in sheet[1]] == ["When", "Who", "What"]
        assert "Boris Lang" in {row[1].value for row in sheet.iter_rows()}

    def test_stands_beside_the_editor(self, mine, world, boris):
        say(mine, [("heading", "Hello")], world.boris)
        page = boris.client().get(f"/cms/pages/{mine.pk}/edit/").content.decode()
        assert "Last changed by <strong>Boris Lang</strong>" in page

    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_is_nobody_elses(self, boris, world, key):
        path = f"/cms/pages/{world.infos[key].pk}/history/"
        for address in (path, path + "results/", path + "?export=xlsx"):
            assert boris.client().get(address).status_code == 404


class TestBringingBackAVersion:
    @pytest.fixture
    def first(self, mine, world):
        revision = say(mine, [("heading", "First words")], world.boris)
        say(mine, [("heading", "Second words")], world.boris)
        return revision

    def test_as_a_draft_or_live(self, mine, first, sign_in):
        path = f"/cms/pages/{mine.pk}/bring-back/{first.pk}/"
        assert sign_in("boris").post(path, {"draft": "1"}).status_code == 302
        assert b"Second words" in sign_in("ana").get(mine.url).content
        assert sign_in("boris").post(path, {"publish": "1"}).status_code == 302
        assert b"First words" in sign_in("ana").get(mine.url).content

    def test_assistants_bring_back_drafts_only(self, mine, first, world, sign_in):
        path = f"/cms/pages/{mine.pk}/bring-back/{first.pk}/"
        assert sign_in("asta").post(path, {"publish": "1"}).status_code == 403
        assert sign_in("asta").post(path, {"draft": "1"}).status_code == 302
        assert b"Second words" in sign_in("ana").get(mine.url).content
        with pytest.raises(NotAllowed):
            bring_back_version(actor=world.fin, page=mine, revision=first)

    def test_not_what_readers_could_not_open(self, mine, world):
        body = [("image", {"image": world.images["quay"], "decorative": True, "alt_text": ""})]
        foreign = say(mine, body, world.sol, publish=False)
        with pytest.raises(Conflict, match="could not open"):
            bring_back_version(actor=world.boris, page=mine, revision=foreign)

    def test_not_while_it_waits_for_approval(self, mine, first, world):
        mine.get_workflow().start(mine, world.asta)
        page = InfoPage.objects.get(pk=mine.pk)
        with pytest.raises(Conflict):
            bring_back_version(actor=world.asta, page=page, revision=first)

    def test_versions_of_other_pages_do_not_exist(self, mine, world, sign_in):
        other = Page.objects.get(pk=world.infos["elm"].pk).get_latest_revision()
        for pk, revision in ((mine.pk, other.pk), (world.infos["elm"].pk, other.pk)):
            path = f"/cms/pages/{pk}/bring-back/{revision}/"
            assert sign_in("boris").post(path, {"draft": "1"}).status_code == 404
        assert sign_in("boris").get(f"/cms/pages/{mine.pk}/bring-back/1/").status_code in (404, 405)


class TestArchive:
    def test_puts_away_what_nobody_reads_any_more_and_takes_it_out_again(
        self, mine, world, sign_in
    ):
        boris = sign_in("boris")
        assert (
            "goes to the archive" in boris.get(f"/cms/pages/{mine.pk}/put-away/").content.decode()
        )
        boris.post(f"/cms/pages/{mine.pk}/put-away/")
        assert sign_in("ana").get(mine.url).status_code == 404
        home = f"/cms/pages/{world.homes['willow'].pk}/"
        boris.get(home)  # tells once that it is in the archive
        assert "Weeping house rules" not in boris.get(home).content.decode()
        assert "Weeping house rules" in boris.get("/cms/archive/").content.decode()
        boris.post(f"/cms/pages/{mine.pk}/take-out/")
        assert "Weeping house rules" in boris.get(home).content.decode()
        assert not Page.objects.get(pk=mine.pk).live
        assert not ArchivedPage.objects.exists()

    def test_publishing_takes_it_out(self, mine, world):
        archive_page(actor=world.boris, page=mine)
        say(InfoPage.objects.get(pk=mine.pk), [], world.boris)
        assert not ArchivedPage.objects.exists()

    def test_takes_what_is_below_along(self, mine, world, sign_in):
        child = InfoPage(title="Below", slug="below")
        mine.add_child(instance=child)
        archive_page(actor=world.boris, page=mine)
        assert sign_in("ana").get(child.url).status_code == 404

    @pytest.mark.parametrize("name", ["asta", "fin", "dara", "ana"])
    def test_is_for_managers(self, mine, world, sign_in, name):
        path = f"/cms/pages/{mine.pk}/put-away/"
        assert sign_in(name).get(path).status_code == 404
        assert sign_in(name).post(path).status_code in (403, 404)
        archived = archive_page(actor=world.boris, page=mine)
        assert sign_in(name).post(f"/cms/pages/{mine.pk}/take-out/").status_code in (403, 404)
        with pytest.raises(NotAllowed):
            unarchive_page(actor=world.people[name], archived=archived)

    def test_shows_only_ones_own(self, world, sign_in, editors):
        for key in TOKENS:
            InfoPage.objects.filter(pk=world.infos[key].pk).update(locked=False, locked_by=None)
            page = InfoPage.objects.get(pk=world.infos[key].pk)
            archive_page(actor=world.sol, page=page)
        for editor in editors.values():
            response = editor.client().get("/cms/archive/")
            assert editor.leaks_in(response) == [], editor.name
        assert "Weeping house rules" in sign_in("boris").get("/cms/archive/").content.decode()

    def test_what_somebody_has_locked_stays(self, mine, world):
        InfoPage.objects.filter(pk=mine.pk).update(locked=True, locked_by=world.mara)
        with pytest.raises(Conflict, match="locked"):
            archive_page(actor=world.boris, page=InfoPage.objects.get(pk=mine.pk))
        assert Page.objects.get(pk=mine.pk).live

    def test_fixed_pages_stay(self, world, sign_in):
        home = world.homes["willow"]
        assert sign_in("boris").get(f"/cms/pages/{home.pk}/put-away/").status_code == 404
        with pytest.raises(NotAllowed):
            archive_page(actor=world.sol, page=home)

    def test_deleting_for_good_is_for_owners_and_for_what_nobody_has_read(self, mine, world):
        draft = InfoPage(title="Never read", slug="never-read", live=False, owner=world.asta)
        world.homes["willow"].add_child(instance=draft)
        for name, published, unread in (
            ("boris", False, True), ("mara", True, True), ("sol", True, True),
            ("asta", False, True),
        ):  # fmt: skip
            user = world.people[name]
            assert mine.permissions_for_user(user).can_delete() is published, name
            assert draft.permissions_for_user(user).can_delete() is unread, name


class TestSeveralAtOnce:
    def bulk(self, action="publish", **query) -> str:
        return f"/cms/bulk/wagtailcore/page/{action}/?{urlencode(query, doseq=True)}"

    def test_own_pages_are_published_and_unpublished(self, mine, world, sign_in):
        boris = sign_in("boris")
        assert "Weeping" in boris.get(self.bulk("unpublish", id=mine.pk)).content.decode()
        boris.post(self.bulk("unpublish", id=mine.pk))
        assert not Page.objects.get(pk=mine.pk).live
        boris.post(self.bulk("publish", id="all", childOf=world.homes["willow"].pk))
        assert Page.objects.get(pk=mine.pk).live

    def test_foreign_ones_and_everything_are_not(self, mine, world, sign_in, boris):
        elm = world.infos["elm"]
        for query in (
            {"id": elm.pk}, {"id": [mine.pk, elm.pk]}, {"id": "all"}, {},
            {"id": "all", "childOf": world.homes["elm"].pk}, {"id": "x"},
            {"id": "all", "childOf": ""},
            {"id": ["all", elm.pk], "childOf": world.homes["willow"].pk},
        ):  # fmt: skip
            for action in ("publish", "unpublish"):
                for method in (boris.client().get, boris.client().post):
                    response = method(self.bulk(action, **query))
                    assert response.status_code == 404, (query, action)
                    assert boris.leaks_in(response) == []
        assert Page.objects.get(pk=elm.pk).live

    @pytest.mark.parametrize("action", ["delete", "move"])
    def test_deleting_and_moving_stay_single_steps(self, mine, sign_in, action):
        assert sign_in("boris").post(self.bulk(action, id=mine.pk)).status_code == 404

    def test_assistants_publish_nothing(self, mine, sign_in):
        sign_in("asta").post(self.bulk("unpublish", id=mine.pk))
        assert Page.objects.get(pk=mine.pk).live

    def test_fixed_pages_stay(self, world, sign_in):
        for name in ("boris", "mara", "sol"):
            sign_in(name).post(self.bulk("unpublish", id=world.homes["willow"].pk))
        assert Page.objects.get(pk=world.homes["willow"].pk).live
