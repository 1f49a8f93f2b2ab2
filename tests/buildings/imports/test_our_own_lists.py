"""What the desk exports can be changed in a spreadsheet and imported again, in any language."""

from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from buildings.imports.models import ImportRun
from buildings.imports.operations.checking import check_run
from buildings.imports.operations.uploads import upload_file
from buildings.properties.exports import apartments_workbook
from buildings.properties.models import Apartment
from buildings.properties.queries import ApartmentFilter, apartments_listed
from buildings.residents.exports import residencies_workbook
from buildings.residents.queries import ResidencyFilter, residencies_listed
from tests.queue import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def quay(world: Any) -> Any:
    """Six plain apartments; Iris rents 2A."""
    return world.buildings["quay"]


@pytest.fixture
def mara(world: Any) -> Any:
    return world.people["mara"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
class TestOurOwnLists:
    def check(self, actor: Any, building: Any, content: bytes) -> ImportRun:
        run = upload_file(actor=actor, building=building, content=content, file_name="ours.xlsx")
        check_run(actor=actor, run=run)
        drain()
        run.refresh_from_db()
        assert run.state == "checked", run.failure
        assert list(run.problems.values_list("column", "value", "message")) == []
        return run

    def test_apartments_come_back_unchanged(
        self, world: Any, mara: Any, quay: Any, language: str
    ) -> None:
        Apartment.objects.filter(building=quay).update(
            section="West", riser="R1", area_m2="72.50", ownership_share="16.5", parking="P1"
        )
        with translation.override(language):
            content = apartments_workbook(quay, apartments_listed(quay, ApartmentFilter()))
            run = self.check(mara, quay, content)
        assert set(run.mapping) == {
            *("apartment", "section", "floor", "riser", "type", "area", "share"),
            *("parking", "locker"),
        }
        assert run.planned["apartments"] == {"new": 0, "changed": 0, "unchanged": 6}

    def test_people_come_back_unchanged(
        self, world: Any, mara: Any, quay: Any, language: str
    ) -> None:
        with translation.override(language):
            content = residencies_workbook(quay, residencies_listed(quay, ResidencyFilter()))
            run = self.check(mara, quay, content)
        assert set(run.mapping) == {
            *("apartment", "name", "email", "phone", "kind", "from", "to", "main_contact")
        }
        assert run.planned["residencies"] == {"new": 0, "changed": 0, "unchanged": 1}
