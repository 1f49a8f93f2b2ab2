"""The form behind every page editor: refuses anything that points out of the building."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import ReferenceIndex


class BuildingPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Checks references after the instance is filled, StreamField and rich text included.

    Choosers offer only own pages, images and documents, so a foreign id is a forged one: the
    answer is 400, because showing the form again would show the foreign title and thumbnail.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.for_user is None or self.for_user.is_superuser:
            return
        from portal.queries import is_reference_allowed

        for content_type_id, object_id, _, _ in references_of(self.instance):
            if not is_reference_allowed(self.for_user, content_type_id, object_id):
                raise SuspiciousOperation("A page may only use content of its own building.")


def references_of(instance: Any) -> Any:
    """(content type id, object id, model path, content path) of everything the page points to.

    A private method of Wagtail's, pinned by a test: the public one reads saved rows only.
    """
    return ReferenceIndex._extract_references_from_object(instance)
