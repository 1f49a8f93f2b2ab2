"""Wagtail permissions derived from grants: no Django group per building.

Wagtail asks a policy for objects with `.permission.codename` and `.page` (or `.collection`);
ours makes them from memberships. Everything else is Wagtail's own logic.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from foundation import tenancy
from portal.queries.files import is_on_a_live_page, is_used
from portal.queries.roles import editors_of, granted_roots

#: The public front page; super users edit it, and nothing below it (home.models).
FRONT_PAGE_DEPTH = 2
EDITOR_ACTIONS = ("add", "change")
PUBLISHER_ACTIONS = (*EDITOR_ACTIONS, "publish", "bulk_delete", "lock", "unlock")
UPLOADER_ACTIONS = ("add", "choose")
FILE_ACTIONS = (*UPLOADER_ACTIONS, "change")


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


class GrantedPagesPolicy(PagePermissionPolicy):
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

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        known = self._base_queryset_for_user(user)
        if known is not None:
            return known
        codenames = self._get_permission_codenames(actions)
        roots = {
            grant.page.path
            for grant in self.get_cached_permissions_for_user(user)
            if grant.permission.codename in codenames
        }
        return self.model._default_manager.filter(_below(roots))

    def explorable_instances(self, user: Any) -> Any:
        """What somebody may edit, and the pages on the way to it."""
        known = self._base_queryset_for_user(user)
        if known is not None:
            return known
        roots = {grant.page.path for grant in self.get_cached_permissions_for_user(user)}
        step = self.model.steplen
        above = {path[:end] for path in roots for end in range(step, len(path), step)}
        # Nothing above the last page that is on the way to all of them.
        shared = [path for path in above if all(root.startswith(path) for root in roots)]
        above -= {path for path in shared if path != max(shared, key=len)}
        own = _below(roots) | Q(path__in=sorted(above))
        if tenancy.is_platform_staff(user):
            own |= Q(depth=FRONT_PAGE_DEPTH)
        return self.model._default_manager.filter(own)


def _below(roots: set[str]) -> Q:
    """The pages at and below these paths, one range of the index for each of them.

    Wagtail's own condition is a LIKE for each permission, which SQLite answers by reading every
    page of every building.
    """
    longest = Page._meta.get_field("path").max_length
    inside = Q(pk__in=())
    for path in sorted(roots):
        inside |= Q(path__range=(path, path.ljust(longest, Page.alphabet[-1])))
    return inside


class GrantedFilesPolicy(CollectionOwnershipPermissionPolicy):
    """Images and documents live in the collection of their building, for its editors.

    Owners and managers change and delete all of them. Assistants add and choose; what they have
    uploaded themselves they change until a live page shows it, for that would be publishing, and
    delete until any page uses it.
    """

    permission_cache_name = "_concierge_file_permissions"

    def get_all_permissions_for_user(self, user: Any) -> list[CollectionGrant]:
        if not user.is_active or user.is_anonymous:
            return []
        publisher_roots = {root.pk for root in granted_roots(user, tenancy.PUBLISHER_ROLES)}
        return [
            CollectionGrant(Codename(f"{action}_{kind}"), root.collection)
            for root in granted_roots(user, tenancy.EDITOR_ROLES)
            for action in (FILE_ACTIONS if root.pk in publisher_roots else UPLOADER_ACTIONS)
            for kind in ("image", "document")
        ]

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        wanted = set(actions)
        if not self._check_perm(user, {"change"}, collection=instance.collection):
            # Having uploaded it is the only reason left, and it lasts only so long.
            if "change" in wanted and is_on_a_live_page(instance):
                wanted.discard("change")
            if "delete" in wanted and is_used(instance):
                wanted.discard("delete")
        return bool(super().user_has_any_permission_for_instance(user, wanted, instance))

    def _users_with_perm_filter(self, actions: Any, collection: Any = None) -> Q:
        is_uploader = set(actions) & set(UPLOADER_ACTIONS)
        roles = tenancy.EDITOR_ROLES if is_uploader else tenancy.PUBLISHER_ROLES
        if collection is None:
            people = editors_of(Page.objects.values("pk"), roles)
        else:
            above = collection.get_ancestors(inclusive=True).values("pk")
            pages = Page.objects.filter(
                Q(companypage__collection__in=above) | Q(buildinghomepage__collection__in=above)
            )
            people = editors_of(pages.values("pk"), roles)
        return Q(pk__in=people.values("pk"))


def register() -> None:
    """Replace Wagtail's policies. Call from the `ready()` of the last installed app."""
    register_permission_policy(AbstractPage, GrantedPagesPolicy())
    register_permission_policy(Page, GrantedPagesPolicy())
    for model in (get_image_model(), get_document_model()):
        register_permission_policy(
            model, GrantedFilesPolicy(model, owner_field_name="uploaded_by_user")
        )
