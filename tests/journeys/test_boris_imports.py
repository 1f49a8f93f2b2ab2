"""Boris brings in a spreadsheet as managers have it: twelve mistakes, then repaired."""

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.models import StaffMembership
from buildings.properties.models import Apartment
from buildings.properties.operations.buildings import create_building
from buildings.properties.operations.staff import assign_buildings
from concierge.demo.cast import BUILDINGS
from tests.queue import drain

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"


class TestADirtySpreadsheet:
    def test_is_checked_corrected_and_imported(self, story, visit, tmp_path):
        building = create_building(
            actor=story.mara,
            company=story.companies["harbour"],
            values=BUILDINGS["willow"] | {"name": "Sample Court", "slug": "sample-court"},
        )
        membership = StaffMembership.objects.get(user=story.boris)
        assign_buildings(
            actor=story.mara, membership=membership, buildings=[story.willow, building]
        )

        page = visit("boris", "/desk/imports/?building=harbour/sample-court")
        self.upload_and_check(page, "willow-court.csv")
        problems = page.get_by_role("table", name="Problems")
        expect(problems).to_contain_text("Hausmeister")
        with page.expect_download() as download:
            page.get_by_role("link", name="Rows to correct (XLSX)").click()
        saved = tmp_path / "errors.xlsx"
        download.value.save_as(saved)
        assert load_workbook(saved).active.max_row > 12

        page.goto("/desk/imports/?building=harbour/sample-court")
        self.upload_and_check(page, "willow-court-repaired.xlsx")
        with page.expect_navigation():
            page.get_by_role("button", name="Import all").click()
        drain()
        page.reload()
        assert Apartment.objects.filter(building=building).count() == 120
        page.goto("/desk/harbour/sample-court/apartments/?q=10M")
        expect(page.get_by_role("link", name="10M")).to_be_visible()

    def upload_and_check(self, page, name):
        page.set_input_files("input[type=file]", SAMPLES / name)
        page.get_by_role("button", name="Upload").click()
        with page.expect_navigation():
            page.get_by_role("button", name="Check the file").click()
        drain()
        page.reload()
