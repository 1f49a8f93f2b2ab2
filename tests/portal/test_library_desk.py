"""The document library from the side of those who keep it: editor, reminders, report, API."""

import datetime as dt

import pytest
from django.core import mail

from buildings.properties.models import BuildingAssignment
from buildings.properties.queries import managers_of
from buildings.residents.operations.residencies import PersonFacts, move_in
from concierge.demo.cast import LONG_AGO, SYSTEM
from foundation import clock
from portal.models import (
    DocumentLibraryPage,
    DocumentPage,
    ExpiryNotice,
    LibraryFile,
)
from portal.tasks import library as tasks
from tests.portal.library import WILLOW, file_of, new_file
from tests.queue import drain, waiting

pytestmark = pytest.mark.django_db


class TestTheCms:
    def fields(self, fields_of, document, **changes):
        fields = {
            "category": "rules", "remind_days": 30, "valid_until": "", "audience-count": 0,
            "versions-TOTAL_FORMS": 1, "versions-INITIAL_FORMS": 0,
            "versions-MIN_NUM_FORMS": 1, "versions-MAX_NUM_FORMS": 1000,
            "versions-0-id": "", "versions-0-ORDER": 1, "versions-0-DELETE": "",
            "versions-0-document": document.pk, "versions-0-label": "1",
            "versions-0-document_date": "2026-05-01", "versions-0-note": "",
            "action-publish": "1",
        }  # fmt: skip
        return fields_of(None, **(fields | changes))

    def add(self, world, building="willow"):
        library = DocumentLibraryPage.objects.child_of(world.homes[building]).get()
        return f"/cms/pages/add/portal/documentpage/{library.pk}/"

    def test_boris_publishes_a_document_for_tenants(self, boris, world, fields_of, sign_in):
        audience = {
            "audience-count": 1, "audience-0-deleted": "", "audience-0-order": 0,
            "audience-0-type": "only_for", "audience-0-id": "",
            "audience-0-value-kinds": ["tenant"], "audience-0-value-floors": "",
            "audience-0-value-sections": "", "audience-0-value-risers": "",
            "audience-0-value-apartments": "",
        }  # fmt: skip
        file = new_file(world)
        data = self.fields(fields_of, file, **audience)
        assert boris.client().post(self.add(world), data).status_code == 302
        assert DocumentPage.objects.get(title="A new page").live
        assert sign_in("teo").get(f"{WILLOW}a-new-page/").status_code == 200
        assert sign_in("ana").get(f"{WILLOW}a-new-page/").status_code == 404
        assert sign_in("ana").get(file.url).status_code == 404

    @pytest.mark.parametrize("building", ["quay", "elm"])
    def test_takes_no_file_of_another_building(self, boris, world, fields_of, building):
        foreign = new_file(world, building=building)
        data = self.fields(fields_of, foreign)
        response = boris.client().post(self.add(world), data)
        assert response.status_code == 400
        assert boris.leaks_in(response) == []
        assert not LibraryFile.objects.filter(document=foreign).exists()

    @pytest.mark.parametrize("building", ["quay", "elm"])
    def test_previews_no_file_of_another_building(self, boris, world, fields_of, building):
        foreign = new_file(world, building=building)
        data = self.fields(fields_of, foreign, title="")
        response = boris.client().post(f"{self.add(world)}preview/", data)
        assert response.status_code == 400
        assert boris.leaks_in(response) == []

    def test_explains_what_lies_in_ones_other_building(self, editors, world, fields_of):
        data = self.fields(fields_of, new_file(world, building="quay"))
        response = editors["two in one company"].client().post(self.add(world), data)
        assert response.status_code == 200
        assert "could not open what belongs to another building" in response.content.decode()
        assert not DocumentPage.objects.filter(title="A new page").exists()

    @pytest.mark.parametrize("building", ["quay", "elm"])
    def test_takes_nothing_into_another_library(self, boris, world, fields_of, building):
        data = self.fields(fields_of, new_file(world))
        assert boris.client().post(self.add(world, building), data).status_code == 404

    def test_shows_the_empty_form(self, boris, world):
        text = boris.client().get(self.add(world)).content.decode()
        assert "Leave empty for everybody in the building" in text

    def test_wants_a_file(self, boris, world, fields_of):
        data = self.fields(fields_of, new_file(world))
        data |= {"versions-TOTAL_FORMS": 0}
        assert boris.client().post(self.add(world), data).status_code == 200
        assert not DocumentPage.objects.filter(title="A new page").exists()

    def test_assistants_draft(self, editors, world, fields_of, sign_in):
        file = new_file(world)
        data = self.fields(fields_of, file)
        assert editors["assistant"].client().post(self.add(world), data).status_code == 302
        assert not DocumentPage.objects.get(title="A new page").live
        assert sign_in("ana").get(file.url).status_code == 404


class TestReminders:
    def test_go_to_the_managers_once(self, world, guide):
        ExpiryNotice.objects.all().delete()
        tasks.remind_of_expiry()
        tasks.remind_of_expiry()
        queued = [args[0] for path, args in waiting() if path.endswith("send_expiry_reminder")]
        drain()
        to = [message.to[0] for message in mail.outbox]
        # One mail per building and manager; no assistant, no resident.
        assert to.count("boris@harbour.example") == to.count("dara@rival.example") == 1
        assert not {"asta@harbour.example", "ana@willow.example"} & set(to)
        assert len(to) == len(queued)
        message = next(m for m in mail.outbox if m.to == ["boris@harbour.example"])
        assert message.subject == "Weeping heating guide expires soon (Willow Court)"
        assert "Willow Court is valid until" in message.body
        assert f"/cms/pages/{guide.pk}/edit/" in message.body
        assert "Weeping heating guide" in message.alternatives[0][0]
        for notice_id in queued:
            tasks.send_expiry_reminder(notice_id)
        assert len(mail.outbox) == len(queued)

    def test_go_to_the_owners_where_nobody_manages(self, world):
        BuildingAssignment.objects.filter(building=world.quay).delete()
        assert managers_of(world.quay) == [world.mara]

    def test_come_again_for_another_date(self, world, guide):
        before = guide.valid_until
        guide.valid_until += dt.timedelta(days=5)
        guide.save_revision().publish()
        tasks.remind_of_expiry()
        dates = {notice.valid_until for notice in ExpiryNotice.objects.filter(page=guide)}
        assert dates == {before, guide.valid_until}

    @pytest.mark.parametrize(("days", "is_due"), [(31, False), (30, True), (0, True), (-1, False)])
    def test_come_in_time(self, world, guide, days, is_due):
        ExpiryNotice.objects.all().delete()
        guide.valid_until = clock.today("Europe/Berlin") + dt.timedelta(days=days)
        guide.save_revision().publish()
        tasks.remind_of_expiry()
        assert ExpiryNotice.objects.filter(page=guide).exists() is is_due

    def test_are_not_sent_when_things_have_changed(self, world, guide):
        notice = ExpiryNotice.objects.filter(page=guide).first()
        guide.valid_until = None
        guide.save_revision().publish()
        tasks.send_expiry_reminder(notice.pk)
        guide.delete()
        tasks.send_expiry_reminder(notice.pk)
        assert mail.outbox == []

    def test_run_by_the_clock(self):
        from foundation import schedules

        assert "remind of expiring documents" in schedules.sync()


class TestTheDesk:
    LIST = "/desk/harbour/willow-court/documents/"

    def test_shows_who_has_read_what(self, sign_in, world, minutes):
        move_in(
            actor=SYSTEM,
            apartment=world.apartment("willow", "1A"),
            person=PersonFacts(full_name="Noor Haddad"),
            kind="owner",
            start_date=LONG_AGO,
        )
        boris = sign_in("boris")
        text = boris.get(self.LIST).content.decode()
        assert "Weeping minutes" in text
        assert "1 of 2" in text
        page = boris.get(f"{self.LIST}{minutes.translation_key}/").content.decode()
        assert "Ana Almeida" in page
        assert "Noor Haddad" in page
        assert "has no account yet" in page
        assert "Teo Brandt" not in page

    def test_tells_older_versions_apart(self, sign_in, guide):
        sign_in("teo").get(file_of(guide, 1).url)
        page = sign_in("boris").get(f"{self.LIST}{guide.translation_key}/").content.decode()
        assert "an older version" in page
        assert "0 of 1 apartments" in page

    def test_exports(self, sign_in, minutes):
        from io import BytesIO

        from openpyxl import load_workbook

        boris = sign_in("boris")
        rows = list(load_workbook(BytesIO(boris.get(f"{self.LIST}export/").content)).active.values)
        assert rows[2][:1] == ("Weeping minutes",)
        assert rows[2][4:] == (1, 1, 1, 1)
        content = boris.get(f"{self.LIST}{minutes.translation_key}/export/").content
        rows = list(load_workbook(BytesIO(content)).active.values)
        assert rows[1][:4] == ("4B", "Ana Almeida", "Owner", "yes")

    @pytest.mark.parametrize("key", ["quay", "elm"])
    def test_knows_no_document_of_another_building(self, sign_in, world, key):
        foreign = world.guides[key].translation_key
        for name in ("boris", "mara"):
            assert sign_in(name).get(f"{self.LIST}{foreign}/").status_code == 404
            assert sign_in(name).get(f"{self.LIST}{foreign}/export/").status_code == 404


class TestTheApi:
    def test_lists_what_is_for_me(self, sign_in, guide, minutes):
        answer = sign_in("ana").get("/api/v1/documents?building=willow-court").json()
        assert [item["title"] for item in answer["items"]] == [guide.title, minutes.title]
        item = answer["items"][1]
        assert item["folders"] == ["Weeping meetings"]
        assert item["is_for_everybody"] is False
        assert item["read_at"] is not None
        assert item["current_version"]["download_url"] == file_of(minutes).url
        assert len(answer["items"][0]["older_versions"]) == 1
        assert sign_in("teo").get("/api/v1/documents").json()["count"] == 1
        assert sign_in("mara").get("/api/v1/documents").json()["count"] == 4

    def test_cuts_lists(self, sign_in):
        answer = sign_in("ana").get("/api/v1/documents?limit=1&offset=1").json()
        assert (len(answer["items"]), answer["count"]) == (1, 2)

    def test_tells_publishers_who_has_read(self, sign_in, minutes):
        path = f"/api/v1/documents/{minutes.translation_key}/readings"
        answer = sign_in("boris").get(path).json()
        assert answer["items"][0]["apartment_number"] == "4B"
        assert answer["items"][0]["people"][0]["full_name"] == "Ana Almeida"
        assert sign_in("ana").get(path).status_code == 403
        assert sign_in("fin").get(path).status_code == 403
