"""The forms behind the page editors."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from portal.audiences import unknown_in
from portal.blocks.audience import audiences_on


class BuildingPageForm(WagtailAdminPageForm):
    """Refuses everything that points out of the building, StreamField and rich text included.

    Choosers offer only what the person may use, so an id beyond that is a forged one: the answer
    is 400, because showing the form again would show the foreign title and thumbnail. Somebody who
    manages two buildings can choose across them by mistake; that is an ordinary error.
    """

    #: Shown to those who submit (portal.models.editing), kept by operations.approvals.add_message.
    message_to_approver = forms.CharField(
        label=gettext_lazy("Message to the manager"),
        help_text=gettext_lazy("Goes out when you submit. Residents never see it."),
        required=False,
        max_length=1000,
        widget=AdminAutoHeightTextInput,
    )

    def _post_clean(self) -> None:
        super()._post_clean()
        self._refuse_strangers([self.instance])
        self._refuse_unknown_doors()

    def _refuse_unknown_doors(self) -> None:
        """An audience may only name floors, sections, risers and apartments of this building.

        A slip of the pen would otherwise hide a part from everybody, and nobody would notice.
        """
        from portal.queries.access import building_home_of
        from portal.queries.readers import doors_of

        chosen = audiences_on(self.instance)
        place = self.instance if self.instance.pk else self.parent_page
        home = building_home_of(place) if chosen and place is not None else None
        if home is None:
            return
        doors = doors_of(home.building)
        wrong: dict[str, list[str]] = {}
        for field, choice in chosen:
            wrong.setdefault(field, []).extend(unknown_in(choice.audience, doors))
        for field, sentences in wrong.items():
            if sentences:
                # One error with all sentences: the editor shows only the first error of a stream.
                self.add_error(field if field in self.fields else None, " ".join(sentences))

    def is_valid(self) -> bool:
        """The rows below a page (versions of a document …) reach it only when it is saved, so
        they are looked at here."""
        is_valid: bool = super().is_valid()
        self._refuse_strangers(list(_rows_below(self)))
        return is_valid and not self.errors

    def _refuse_strangers(self, items: list[Any]) -> None:
        from portal.queries.references import has_forged_references, strangers_in

        if self.for_user is None:
            return
        if any(has_forged_references(self.for_user, item) for item in items):
            raise SuspiciousOperation("A page may only use content of its own building.")
        place = self.instance if self.instance.pk else self.parent_page
        strangers = {title for item in items for title in strangers_in(item, place)}
        if strangers:
            self.add_error(
                None,
                _(
                    "Readers of this page could not open what belongs to another building: "
                    "%(titles)s."
                )
                % {"titles": ", ".join(sorted(strangers))},
            )


def _rows_below(form: Any) -> Iterator[Any]:
    """The instances of all rows of all inline panels, nested ones included."""
    for name, formset in getattr(form, "formsets", {}).items():
        # Comments of the editors name people, whom the editor's own rules guard.
        if name == "comments":
            continue
        for row in formset.forms:
            # Asking for the errors fills the instance in.
            if row.errors is not None:
                yield row.instance
            yield from _rows_below(row)


class InheritedPageForm(BuildingPageForm):
    """The parts are given by the company: they can be filled, not added, removed or moved."""

    def is_valid(self) -> bool:
        parts: Any = self.formsets.get("parts")
        if parts is not None and self.is_bound:
            known = {part.pk for part in self.instance.parts.all()}
            for form in parts.forms:
                if form.instance.pk not in known or form.data.get(f"{form.prefix}-DELETE"):
                    raise SuspiciousOperation("The parts of this page are given by the company.")
        return bool(super().is_valid())
