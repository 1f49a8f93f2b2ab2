"""Pages for all buildings: which building shows which version, as seen by somebody at the desk."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.queries.companies import companies_visible_to
from buildings.properties.queries import buildings_run_by
from foundation import tenancy
from foundation.errors import NotFound
from portal.queries.access import BUILDING_DEPTH, building_home_of
from portal.queries.differences import Difference, stream_differences, value_difference
from portal.queries.roles import below

if TYPE_CHECKING:
    from accounts.models import Company, User
    from buildings.properties.models import Building
    from portal.models import InheritedPage, MasterIndexPage, MasterPage, MasterVersion


@dataclass(frozen=True, slots=True)
class Copy:
    """A building's copy of a page for all buildings."""

    page: "InheritedPage"
    building: "Building"
    #: Published versions that the building has not adopted; 0 when it shows the latest.
    behind: int
    is_modified: bool
    may_adopt: bool


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A page for all buildings with its latest version and the copies in the viewer's buildings."""

    company: "Company"
    master: "MasterPage"
    latest: "MasterVersion"
    copies: list[Copy]
    may_edit: bool

    @property
    def behind(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.behind and not copy.page.is_opted_out]


def latest_version(master: "MasterPage") -> "MasterVersion | None":
    """What the page said when it was last published."""
    version: MasterVersion | None = master.versions.order_by("-number").first()
    return version


def masters_of(company_id: int) -> list["MasterPage"]:
    """All pages for all buildings of a company, for background work."""
    from portal.models import MasterPage

    return list(MasterPage.objects.live().filter(versions__company_id=company_id).distinct())


def master_by_id(master_id: int) -> "MasterPage | None":
    """For background work; None when the page was deleted since."""
    from portal.models import MasterPage

    found: MasterPage | None = MasterPage.objects.filter(pk=master_id).first()
    return found


def master_index_of(company_id: int) -> "MasterIndexPage":
    """Where a company keeps its pages for all buildings."""
    from portal.models import CompanyPage, MasterIndexPage

    company_page = CompanyPage.objects.get(company_id=company_id)
    index: MasterIndexPage = MasterIndexPage.objects.child_of(company_page).get()
    return index


def building_ids_of_company(company_id: int) -> list[int]:
    """Every building that has a home page, for background work."""
    from portal.models import BuildingHomePage

    homes = BuildingHomePage.objects.filter(company_id=company_id, is_translation=False)
    return list(homes.values_list("building_id", flat=True))


def inherited_by_id(user: "User", page_id: int) -> "InheritedPage":
    """A building's copy, at the desk.

    Raises:
        NotFound: unknown, or the person does not work in the building.
    """
    found = _copies_for(user).filter(pk=page_id).first()
    if found is None:
        raise NotFound("There is no such page, or it is not in one of your buildings.")
    page: InheritedPage = found
    return page


def _copies_for(user: "User") -> Any:
    from portal.models import BuildingHomePage, InheritedPage

    homes = BuildingHomePage.objects.filter(
        building__in=buildings_run_by(user).order_by(), is_translation=False
    )
    return InheritedPage.objects.filter(below(homes)).select_related("adopted", "master")


def master_report(user: "User") -> list[MasterRow]:
    """Every page for all buildings of the viewer's companies, with the copies of the buildings
    whose desk the viewer works at."""
    from portal.models import BuildingHomePage, InheritedPage, MasterPage

    buildings = {building.pk: building for building in buildings_run_by(user)}
    companies = {
        company.pk: company
        for company in companies_visible_to(user)
        if any(building.company_id == company.pk for building in buildings.values())
    }
    homes = {
        home.path: buildings[home.building_id]
        for home in BuildingHomePage.objects.filter(building_id__in=buildings, is_translation=False)
    }
    rows = []
    masters = MasterPage.objects.filter(versions__company_id__in=companies).distinct()
    for master in masters.prefetch_related("versions").order_by("path"):
        latest = max(master.versions.all(), key=lambda version: version.number)
        pages = InheritedPage.objects.filter(master=master).select_related("adopted")
        copies = [
            _copy(user, page, homes[_home_path(page)], latest)
            for page in pages.prefetch_related("parts")
            if _home_path(page) in homes
        ]
        copies.sort(key=lambda copy: copy.building.name)
        rows.append(
            MasterRow(
                company=companies[latest.company_id],
                master=master,
                latest=latest,
                copies=copies,
                may_edit=tenancy.has_role(
                    user, tenancy.PUBLISHER_ROLES, company_id=latest.company_id
                ),
            )
        )
    return rows


def _copy(
    user: "User", page: "InheritedPage", building: "Building", latest: "MasterVersion"
) -> Copy:
    return Copy(
        page=page,
        building=building,
        behind=latest.number - page.adopted.number,
        is_modified=page.is_modified,
        may_adopt=tenancy.has_role(
            user,
            tenancy.PUBLISHER_ROLES,
            company_id=building.company_id,
            building_id=building.pk,
        ),
    )


def _home_path(page: "InheritedPage") -> str:
    return str(page.path[: BUILDING_DEPTH * page.steplen])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a building shows against what the company says now."""

    page: "InheritedPage"
    building: "Building"
    latest: "MasterVersion | None"
    differences: list[Difference]
    #: Labels of parts the building has replaced; they stay when it adopts.
    kept: list[str]
    #: Labels of replaced parts that the latest version no longer has.
    lost: list[str]

    @property
    def behind(self) -> int:
        return self.latest.number - self.page.adopted.number if self.latest is not None else 0


def comparison_with_latest(page: "InheritedPage") -> Comparison:
    """For a page that was itself fetched through a scoped query."""
    home = building_home_of(page)
    if home is None:
        raise NotFound
    latest = latest_version(page.master) if page.master is not None else None
    replaced = [part for part in page.parts.all() if len(part.content)]
    kept, lost = [part.label for part in replaced], []
    differences: list[Difference] = []
    if latest is not None:
        places = {*latest.parts, *latest.parts.values()}
        lost = [p.label for p in replaced if p.part_id not in places and p.label not in places]
        kept = [label for label in kept if label not in lost]
        differences = version_differences(page.adopted, latest)
    return Comparison(page, home.building, latest, differences, kept, lost)


def version_differences(before: "MasterVersion", after: "MasterVersion") -> list[Difference]:
    """Title, summary and blocks of two versions of a page for all buildings."""
    plain = [
        value_difference(_("Title"), before.title, after.title),
        value_difference(_("Summary"), before.summary, after.summary),
    ]
    return [
        *(difference for difference in plain if difference is not None),
        *stream_differences(before.stream, after.stream),
    ]
