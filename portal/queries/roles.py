"""Where people may write: the places of their grants in the page tree, and who edits a place."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Page

from foundation import tenancy

if TYPE_CHECKING:
    from portal.models import BuildingHomePage, CompanyPage


def granted_roots(user: Any, roles: Any) -> "list[CompanyPage | BuildingHomePage]":
    """The topmost pages under which `user` holds one of `roles`."""
    from portal.models import BuildingHomePage, CompanyPage

    companies, buildings = tenancy.places(user, roles)
    roots: list[CompanyPage | BuildingHomePage] = []
    if companies:
        roots += CompanyPage.objects.filter(company_id__in=companies).select_related("collection")
    if buildings:
        roots += (
            BuildingHomePage.objects.filter(building_id__in=buildings)
            .exclude(building__company_id__in=companies)
            .select_related("collection")
        )
    return roots


def editors_of(pages: Any, roles: Any, include_superusers: bool = True) -> QuerySet[Any]:
    """Active people who hold one of `roles` above any of `pages`."""
    from portal.models import BuildingHomePage, CompanyPage

    companies = CompanyPage.objects.filter(pk__in=pages).values("company_id")
    buildings = BuildingHomePage.objects.filter(pk__in=pages).values("building_id")
    current = Q(memberships__ended_at__isnull=True, memberships__role__in=roles)
    condition = current & (
        Q(memberships__covers_all_buildings=True, memberships__company_id__in=companies)
        | Q(memberships__assignments__building_id__in=buildings)
    )
    people: QuerySet[Any] = get_user_model()._default_manager.filter(condition, is_active=True)
    return people.distinct()


def below(roots: Any, path: str = "path") -> Q:
    """The condition "at or below one of `roots`" on pages reached by `path`."""
    condition = Q(pk__in=[])
    for root in roots:
        condition |= Q(**{f"{path}__startswith": root.path})
    return condition


def pages_run_by(user: Any, roles: Any = tenancy.EDITOR_ROLES) -> QuerySet[Any]:
    """All pages, of every state, under the places where `user` holds one of `roles`."""
    pages: QuerySet[Any] = Page.objects.all()
    return pages.filter(below(granted_roots(user, roles)))


def may_publish(user: Any, page: Page) -> bool:
    """Whether `page` lies where `user` is owner or manager."""
    return any(
        page.path.startswith(root.path) for root in granted_roots(user, tenancy.PUBLISHER_ROLES)
    )


def owns_company_of(user: Any, page: Page) -> bool:
    """Whether `user` is an owner of the company whose part of the tree `page` stands in."""
    return any(page.path.startswith(root.path) for root in granted_roots(user, {tenancy.OWNER}))
