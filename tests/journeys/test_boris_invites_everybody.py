"""Boris invites a whole building from one sheet: three rows are bad, 117 people get their mail."""

import re

from django.core import mail
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from buildings.properties.models import Apartment
from tests.queue import drain

HEADINGS = ["Unit", "Floor", "Name", "E-mail", "Kind", "From"]


def sheet_of_120():
    """One person per apartment; rows 11, 51 and 121 of the sheet are bad, each in its own way."""
    rows = [
        [f"{100 + n}", 10, f"Person{n} Nine", f"person{n}@many.example", "tenant", "2024-01-01"]
        for n in range(120)
    ]
    rows[9][1] = "roof"
    rows[49][3] = "person49.many.example"
    rows[119][4] = "cousin"
    return rows


def save(rows, path):
    book = Workbook()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def upload_and_check(page, path):
    page.goto("/desk/imports/?building=harbour/willow-court")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Upload").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Check the file").click()
    drain()
    page.reload()


def invited():
    return [m.to[0] for m in mail.outbox if "/invitations/" in m.body]


def test_117_of_120_come_in_and_the_rest_after_repair(story, visit, tmp_path):
    page = visit("boris", "/desk/")
    upload_and_check(page, save(sheet_of_120(), tmp_path / "residents.xlsx"))
    expect(page.get_by_text("3 of 120 rows have problems")).to_be_visible()
    problems = page.get_by_role("table", name="Problems").get_by_role("row")
    expect(problems).to_have_count(4)
    for line, said in enumerate(
        (["11", "Floor", "roof"], ["51", "E-mail", "person49.many.example"], ["121", "Kind"]), 1
    ):
        for words in said:
            expect(problems.nth(line)).to_contain_text(words)
    expect(page.get_by_text("the 3 rows with problems are left out.")).to_be_visible()
    facts = page.locator("dl.facts > div", has_text="Would be invited")
    expect(facts.locator("dd")).to_have_text("117")
    box = page.get_by_label("Invite these residents")
    expect(box).not_to_be_checked()

    box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Import the 117 good rows only").click()
    assert invited() == []
    drain()
    page.reload()
    expect(page.get_by_text("117 people were invited by e-mail.")).to_be_visible()
    expect(page.get_by_text("117 of 120 rows were imported.")).to_be_visible()
    assert len(invited()) == len(set(invited())) == 117
    assert Apartment.objects.filter(building=story.willow, number__startswith="1").count() > 100

    link = next(
        re.search(r"/invitations/[^\s]+/", m.body)[0]
        for m in mail.outbox
        if m.to == ["person7@many.example"]
    )
    guest = visit("nobody", link)
    guest.get_by_label("Password").fill("a lantern in the yard")
    guest.get_by_role("button", name="Accept and sign in").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("Person7")
    assert guest.url.endswith("/harbour/willow-court/")

    with page.expect_download() as download:
        page.get_by_role("link", name="Rows to correct (XLSX)").click()
    download.value.save_as(tmp_path / "errors.xlsx")
    rows = list(load_workbook(tmp_path / "errors.xlsx").active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Unit", "109", "149", "219"]
    repaired = [list(row[:6]) for row in rows[1:]]
    repaired[0][1], repaired[1][3], repaired[2][4] = "10", "person49@many.example", "tenant"
    upload_and_check(page, save(repaired, tmp_path / "repaired.xlsx"))
    page.get_by_label("Invite these residents").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Import all 3 rows").click()
    drain()
    page.reload()
    expect(page.get_by_text("3 people were invited by e-mail.")).to_be_visible()
    assert len(invited()) == len(set(invited())) == 120
