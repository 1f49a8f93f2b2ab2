"""Wagtail permissions derived from grants: no Django group per building.

Wagtail asks a policy for objects with `.permission.codename` and `.page` (or `.collection`);
ours makes them from memberships. Everything else is Wagtail's own logic.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from foundation import tenancy
from portal.models import BuildingHomePage, CompanyPage

EDITOR_ACTIONS = ("add", "change")
PUBLISHER_ACTIONS = (*EDITOR_ACTIONS, "publish", "bulk_delete", "lock", "unlock")
FILE_ACTIONS = ("add", "change", "choose")


@dataclass(frozen=True, slots=True)
class Codename:
    codename: str


@dataclass(frozen=True, slots=True)
class PageGrant:
    permission: Codename
    page: Page

    @property
    def page_id(self) -> int:
        return int(self.page.pk)


@dataclass(frozen=True, slots=True)
class CollectionGrant:
    permission: Codename
    collection: Collection

    @property
    def collection_id(self) -> int:
        return int(self.collection.pk)


def granted_roots(user: Any, roles: Any) -> list[CompanyPage | BuildingHomePage]:
    """The topmost pages under which `user` holds one of `roles`."""
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
    companies = CompanyPage.objects.filter(pk__in=pages).values("company_id")
    buildings = BuildingHomePage.objects.filter(pk__in=pages).values("building_id")
    current = Q(memberships__ended_at__isnull=True, memberships__role__in=roles)
    condition = current & (
        Q(memberships__covers_all_buildings=True, memberships__company_id__in=companies)
        | Q(memberships__assignments__building_id__in=buildings)
    )
    if include_superusers:
        condition |= Q(is_superuser=True)
    people: QuerySet[Any] = get_user_model()._default_manager.filter(condition, is_active=True)
    return people.distinct()


class GrantedPagesPolicy(PagePermissionPolicy):  # type: ignore[misc]
    """Owners and managers publish; assistants draft; everybody only under their own roots."""

    def get_all_permissions_for_user(self, user: Any) -> list[PageGrant]:
        publisher_roots = {root.pk: root for root in granted_roots(user, tenancy.PUBLISHER_ROLES)}
        return [
            PageGrant(Codename(f"{action}_page"), root)
            for root in granted_roots(user, tenancy.EDITOR_ROLES)
            for action in (PUBLISHER_ACTIONS if root.pk in publisher_roots else EDITOR_ACTIONS)
        ]

    def _roles_for(self, actions: Any) -> frozenset[str]:
        return tenancy.EDITOR_ROLES if set(actions) & {"add", "change"} else tenancy.PUBLISHER_ROLES

    def users_with_any_permission(
        self, actions: Any, include_superusers: bool = True
    ) -> QuerySet[Any]:
        return editors_of(Page.objects.values("pk"), self._roles_for(actions), include_superusers)

    def users_with_any_permission_for_instance(
        self, actions: Any, instance: Any, include_superusers: bool = True
    ) -> QuerySet[Any]:
        ancestors = instance.get_ancestors(inclusive=True).values("pk")
        return editors_of(ancestors, self._roles_for(actions), include_superusers)

    def explorable_instances(self, user: Any) -> Any:
        if (
            user.is_active
            and not user.is_superuser
            and not self.get_cached_permissions_for_user(user)
        ):
            return self.model._default_manager.none()
        return super().explorable_instances(user)


class GrantedFilesPolicy(CollectionOwnershipPermissionPolicy):  # type: ignore[misc]
    """Images and documents live in the collection of their building, for its editors."""

    permission_cache_name = "_concierge_file_permissions"

    def get_all_permissions_for_user(self, user: Any) -> list[CollectionGrant]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return [
            CollectionGrant(Codename(f"{action}_{kind}"), root.collection)
            for root in granted_roots(user, tenancy.EDITOR_ROLES)
            for action in FILE_ACTIONS
            for kind in ("image", "document")
        ]

    def _users_with_perm_filter(self, actions: Any, collection: Any = None) -> Q:
        if collection is None:
            people = editors_of(Page.objects.values("pk"), tenancy.EDITOR_ROLES)
        else:
            above = collection.get_ancestors(inclusive=True).values("pk")
            pages = Page.objects.filter(
                Q(companypage__collection__in=above) | Q(buildinghomepage__collection__in=above)
            )
            people = editors_of(pages.values("pk"), tenancy.EDITOR_ROLES)
        return Q(pk__in=people.values("pk"))


def register() -> None:
    """Replace Wagtail's policies. Call from the `ready()` of the last installed app."""
    register_permission_policy(AbstractPage, GrantedPagesPolicy())
    register_permission_policy(Page, GrantedPagesPolicy())
    for model in (get_image_model(), get_document_model()):
        register_permission_policy(
            model, GrantedFilesPolicy(model, owner_field_name="uploaded_by_user")
        )
