"""The import through its three doors: the desk, the API and the command."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from buildings.imports.models import ImportRun
from buildings.properties.models import Apartment
from tests.queue import drain

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
LIST = reverse("imports:run-list")


def file(content: bytes | str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def page(name: str, run: ImportRun) -> str:
    return reverse(f"imports:{name}", args=[run.uuid])


class TestDesk:
    def upload(self, client: Any, content: bytes | str, building: str = "willow-court") -> Any:
        return client.post(LIST, {"building": f"harbour/{building}", "file": file(content)})

    def test_boris_uploads_corrects_checks_and_imports_the_good_rows(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        response = self.upload(boris, "Unit;Place;Who\n9X;P1;Ann Abel\n9Y;P2;=\n9Z;P3;@home\n")
        run = ImportRun.objects.get()
        assert response.url == page("run-detail", run)
        body = boris.get(response.url).content.decode()
        assert "Which column is what?" in body
        assert "Ann Abel" in body
        assert "<c-" not in body
        mapping = {"apartment": "Unit", "parking": "Place", "name": "Who"}
        assert boris.post(page("check", run), mapping).url == response.url
        body = boris.get(response.url).content.decode()
        assert 'http-equiv="refresh"' in body
        assert "<progress" in body
        drain()
        body = boris.get(response.url).content.decode()
        assert "2 of 3 rows have problems" in body
        assert "Import the one good row only" in body
        assert "refresh" not in body
        boris.post(page("apply", run), {"mode": "good_rows"})
        drain()
        body = boris.get(response.url).content.decode()
        assert "The import is done" in body
        assert Apartment.objects.get(number="9X").parking == "P1"
        assert not Apartment.objects.filter(number__in=["9Y", "9Z"]).exists()

    def test_a_wrong_file_is_explained_on_the_form(self, sign_in: Any) -> None:
        response = self.upload(sign_in("boris"), b"%PDF-1.7 nothing")
        assert response.status_code == 422
        assert "This is a PDF document" in response.content.decode()
        assert not ImportRun.objects.exists()

    def test_an_oversize_file_is_explained_on_the_form(self, sign_in: Any) -> None:
        response = self.upload(sign_in("boris"), b"x" * (5 * 1024 * 1024 + 2))
        assert "at most 5 MB" in response.content.decode()

    def test_a_mapping_that_does_not_fit_is_explained(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        self.upload(boris, "Unit;Who\n9X;Ann\n")
        run = ImportRun.objects.get()
        response = boris.post(page("check", run), {"apartment": "Unit", "name": "Unit"})
        assert response.status_code == 422
        assert "already used" in response.content.decode()

    def test_refused_modes_are_explained(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        self.upload(boris, "Unit;Who\n9X;Ann\n")
        run = ImportRun.objects.get()
        response = boris.post(page("apply", run), {"mode": "good_rows"}, follow=True)
        assert "Check the file first" in response.content.decode()

    def test_cancelling_leads_back(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        self.upload(boris, "Unit;Who\n9X;Ann\n")
        run = ImportRun.objects.get()
        assert "cancelled" in boris.post(page("cancel", run), follow=True).content.decode()
        assert "This import was cancelled" in boris.get(page("run-detail", run)).content.decode()

    def test_boris_cannot_choose_quay_house(self, sign_in: Any) -> None:
        response = self.upload(sign_in("boris"), "Unit\n9X\n", building="quay-house")
        assert response.status_code == 422
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize(
        ("name", "status"),
        [("boris", 200), ("mara", 200), ("dara", 404), ("emil", 404), ("ana", 404), ("iris", 404),
         ("nobody", 302)],
    )  # fmt: skip
    def test_who_sees_a_run(self, sign_in: Any, name: str, status: int) -> None:
        self.upload(sign_in("boris"), "Unit;Who\n9X;Ann\n")
        run = ImportRun.objects.get()
        client = sign_in(name)
        for address in ("run-detail", "errors-xlsx", "errors-csv"):
            assert client.get(page(address, run)).status_code == status
        if status != 200:
            for address in ("check", "apply", "cancel"):
                assert client.post(page(address, run)).status_code == status

    @pytest.mark.parametrize(
        ("name", "status"),
        [("boris", 200), ("mara", 200), ("dara", 200), ("emil", 403), ("ana", 403),
         ("nobody", 302)],
    )  # fmt: skip
    def test_who_gets_to_the_list(self, sign_in: Any, name: str, status: int) -> None:
        self.upload(sign_in("boris"), "Unit;Who\n9X;Ann\n", building="willow-court")
        response = sign_in(name).get(LIST)
        assert response.status_code == status
        sees = name in ("boris", "mara")
        assert (b"list.csv" in response.content) == sees

    def test_the_error_file_holds_the_bad_rows_and_nothing_that_calculates(
        self, sign_in: Any
    ) -> None:
        boris = sign_in("boris")
        self.upload(boris, 'Unit;Floor;Who\n9X;roof;"@SUM(1)"\n9Y;1;Bob\n9Z;-x;+1\n')
        run = ImportRun.objects.get()
        boris.post(page("check", run), {"apartment": "Unit", "floor": "Floor", "section": "Who"})
        drain()
        workbook = openpyxl.load_workbook(io.BytesIO(boris.get(page("errors-xlsx", run)).content))
        rows = list(workbook.active.iter_rows(values_only=True))
        assert rows[0] == ("Unit", "Floor", "Who", "Original row", "Problem", "What to do")
        assert rows[1][:4] == ("9X", "roof", "@SUM(1)", "2")
        assert "Floor: This is not a floor." in rows[1][4]
        assert len(rows) == 3
        assert all(cell.data_type != "f" for line in workbook.active.iter_rows() for cell in line)
        text = boris.get(page("errors-csv", run)).content.decode("utf-8-sig")
        assert "9X;roof;'@SUM(1);2;" in text
        assert "9Z;'-x;'+1;4;" in text

    def test_the_error_file_can_be_corrected_and_uploaded_again(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        self.upload(boris, (SAMPLES / "willow-court.csv").read_bytes())
        first = ImportRun.objects.get()
        boris.post(page("check", first), first.mapping)
        drain()
        self.upload(boris, boris.get(page("errors-xlsx", first)).content)
        second = ImportRun.objects.first()
        assert second.pk != first.pk
        assert second.mapping == first.mapping


class TestApi:
    def test_the_whole_way(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        response = boris.post(
            "/api/v1/imports",
            {"building": "willow-court", "file": file("Unit;Place\n9X;P1\n;P2\n")},
        )
        assert response.status_code == 201, response.content
        made = response.json()
        assert (made["state"], made["mapping"]) == ("uploaded", {"apartment": "Unit"})
        address = f"/api/v1/imports/{made['id']}"
        changed = boris.patch(
            address,
            json.dumps({"mapping": {"apartment": "Unit", "parking": "Place"}}),
            content_type="application/json",
        )
        assert changed.json()["mapping"]["parking"] == "Place"
        assert boris.post(f"{address}/check").status_code == 202
        drain()
        assert boris.get(address).json()["planned"]["apartments"]["new"] == 1
        problems = boris.get(f"{address}/problems").json()
        assert (problems["count"], problems["items"][0]["row"]) == (1, 3)
        refused = boris.post(
            f"{address}/apply", {"mode": "all_or_nothing"}, content_type="application/json"
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert b"P2" in boris.get(f"{address}/error-file?format=csv").content
        boris.post(f"{address}/apply", {"mode": "good_rows"}, content_type="application/json")
        drain()
        assert boris.get(address).json()["state"] == "applied"
        assert boris.get("/api/v1/imports?building=willow-court").json()["count"] == 1

    def test_refusals_are_problem_documents(self, sign_in: Any) -> None:
        boris = sign_in("boris")
        response = boris.post(
            "/api/v1/imports", {"building": "willow-court", "file": file(b"%PDF-1.4")}
        )
        assert (response.status_code, response.json()["code"]) == (422, "unreadable_file")
        response = boris.post(
            "/api/v1/imports", {"building": "quay-house", "file": file("Unit\n1\n")}
        )
        assert response.status_code == 404

    @pytest.mark.parametrize("name", ["dara", "emil", "ana", "teo", "iris"])
    def test_others_find_nothing(self, sign_in: Any, name: str) -> None:
        response = sign_in("boris").post(
            "/api/v1/imports", {"building": "willow-court", "file": file("Unit\n9X\n")}
        )
        address = f"/api/v1/imports/{response.json()['id']}"
        client = sign_in(name)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/problems").status_code == 404
        assert client.get(f"{address}/error-file").status_code == 404
        assert client.post(f"{address}/check").status_code == 404
        assert client.get("/api/v1/imports").json()["count"] == 0


class TestCommand:
    def run(self, *args: str) -> str:
        out = io.StringIO()
        call_command("import_building", *args, stdout=out)
        return out.getvalue()

    def write(self, folder: Path, text: str) -> str:
        path = folder / "list.csv"
        path.write_text(text)
        return str(path)

    def test_checks_and_imports(self, world: Any, tmp_path: Path) -> None:
        path = self.write(tmp_path, "Unit;Place\n9X;P1\n")
        args = ("harbour/willow-court", path, "--as", "boris@harbour.example")
        assert "Nothing was changed" in self.run(*args)
        assert not Apartment.objects.filter(number="9X").exists()
        out = self.run(*args, "--apply", "--map", "Place=parking")
        assert "apartments: 1 new" in out
        assert Apartment.objects.get(number="9X").parking == "P1"

    @pytest.mark.parametrize(
        ("args", "words"),
        [
            (("harbour/quay-house", "--as", "boris@harbour.example"), "no building"),
            (("harbour/willow-court", "--as", "ghost@harbour.example"), "Nobody has"),
            (("harbour/willow-court", "--as", "boris@harbour.example", "--map", "x"), "--map"),
            (
                ("harbour/willow-court", "--as", "boris@harbour.example", "--apply"),
                "Rows with problems: 1",
            ),
        ],
    )
    def test_refuses_with_words(
        self, world: Any, tmp_path: Path, args: tuple[str, ...], words: str
    ) -> None:
        path = self.write(tmp_path, "Unit;Floor\n9X;roof\n9Y;1\n")
        with pytest.raises(CommandError, match=words):
            self.run(args[0], path, *args[1:])

    def test_a_missing_file_is_named(self, world: Any) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            self.run("harbour/willow-court", "/nowhere.csv", "--as", "boris@harbour.example")
