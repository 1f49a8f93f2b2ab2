"""The form behind every page editor."""

from django.core.exceptions import SuspiciousOperation
from wagtail.admin.forms import WagtailAdminPageForm


class BuildingPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Refuses everything that points out of the building, StreamField and rich text included.

    Choosers offer only what the person may use, so an id beyond that is a forged one: the answer
    is 400, because showing the form again would show the foreign title and thumbnail. Somebody who
    manages two buildings can choose across them by mistake; that is an ordinary error.
    """

    def _post_clean(self) -> None:
        from portal.queries import has_forged_references, strangers_in

        super()._post_clean()
        if self.for_user is None:
            return
        if has_forged_references(self.for_user, self.instance):
            raise SuspiciousOperation("A page may only use content of its own building.")
        place = self.instance if self.instance.pk else self.parent_page
        strangers = strangers_in(self.instance, place)
        if strangers:
            self.add_error(
                None,
                "Readers of this page could not open what belongs to another building: "
                f"{', '.join(sorted(set(strangers)))}.",
            )
