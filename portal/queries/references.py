"""What a page points to, and whether its readers could open it."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.queries.access import building_home_of, company_page_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


def references_of(page: Any) -> list[tuple[Any, str]]:
    """(model, id) of every object that an editor made a page, or a row below it, point to.

    A private method of Wagtail's, pinned by a test: the public one reads saved rows only.
    """
    fixed = {
        field.name for field in page._meta.get_fields() if not getattr(field, "editable", True)
    } | getattr(page, "given_fields", frozenset())
    return [
        (ContentType.objects.get_for_id(content_type_id).model_class(), object_id)
        for content_type_id, object_id, _, content_path in (
            ReferenceIndex._extract_references_from_object(page)
        )
        if content_path.partition(".")[0] not in fixed
    ]


def has_forged_references(user: "Viewer", page: Any) -> bool:
    """Whether the page, or a row below it, points to what no chooser would have offered."""
    for model, object_id in references_of(page):
        if model is Page:
            own = policy_registry.get_by_type(Page).explorable_instances(user)
        elif model in (get_image_model(), get_document_model()):
            policy = policy_registry.get_by_type(model)
            own = policy.instances_user_has_any_permission_for(user, ["choose"])
        else:
            return True
        if not own.filter(pk=object_id).exists():
            return True
    return False


def strangers_in(page: Any, place: Page) -> list[str]:
    """Titles of what the page uses and readers of the building around `place` could not open.

    They can open what belongs to their building and what their company keeps for all buildings.
    """
    home = building_home_of(place)
    company_page = company_page_of(place)
    if company_page is None:
        return []
    titles = []
    for model, object_id in references_of(page):
        found = model._default_manager.filter(pk=object_id).first() if model else None
        if found is None:
            continue
        is_page = model is Page
        node = found if is_page else found.collection
        shared = company_page if is_page else company_page.collection
        own = home if is_page or home is None else home.collection
        if node.path != shared.path and not (own and node.path.startswith(own.path)):
            titles.append(str(found))
    return titles


def related_object(field: Any, key: Any) -> Any:
    """What a foreign key of a page that somebody may edit points to; None when it is gone."""
    return field.related_model._default_manager.filter(pk=key).first()
