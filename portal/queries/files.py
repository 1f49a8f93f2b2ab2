"""Which collection a stored file belongs to, and whether pages use it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex

from buildings.properties.queries import building_with_logo
from portal.queries.access import can_view_building, can_view_collection

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


def document_named(document_id: int, name: str) -> Any | None:
    """The Wagtail document with this id, if its file is called `name`."""
    documents = get_document_model().objects.select_related("collection")
    document = documents.filter(pk=document_id).first()
    return document if document is not None and document.filename == name else None


def image_collection(path: str) -> Collection | None:
    """The collection of the image whose file or rendition is stored at `path`."""
    # PostgreSQL refuses to compare text with a null character; no file has one.
    if "\x00" in path:
        return None
    images = get_image_model()
    image = (
        images.objects.filter(Q(file=path) | Q(renditions__file=path))
        .select_related("collection")
        .first()
    )
    return image.collection if image is not None else None


def may_read_picture(user: "Viewer", path: str) -> bool:
    """Whether `user` may see the picture stored at `path`: of the CMS, or a building's logo."""
    collection = image_collection(path)
    if collection is not None:
        return can_view_collection(user, collection)
    building = building_with_logo(path)
    return building is not None and can_view_building(user, building.company_id, building.pk)


def is_used(file: Any) -> bool:
    """Whether anything, a draft included, refers to this image or document."""
    return bool(ReferenceIndex.get_references_to(file).exists())


def is_on_a_live_page(file: Any) -> bool:
    """Whether readers see this image or document on some page today."""
    users = ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)
    pages = [int(pk) for pk in users.filter(base_content_type__model="page") if pk.isdecimal()]
    return bool(Page.objects.live().filter(pk__in=pages).exists())
