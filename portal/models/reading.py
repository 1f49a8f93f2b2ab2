"""How a page meets its reader: live, in previews, and as somebody else."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction

from portal.blocks.audience import audiences_on


class MeetsReader:
    """Mixed into every page of a building, before `Page`."""

    #: Whether all for whom the same parts are meant get the very same page, so that it is made
    #: once for them. False: it shows each person something of their own.
    is_shared_by_readers = True
    #: In lists: the language of the words, where the page around them speaks another.
    foreign_language = ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with `reader`, and for editors what the bar "see it as" offers."""
        from portal.queries.languages import foreign_language_of, language_choices
        from portal.queries.readers import meet_reader, seats_around, take_seat

        page: Any = self
        reader = meet_reader(request, page)
        is_preview = getattr(request, "is_preview", False)
        seen_as = None
        if reader.is_editor and not is_preview and "as" in request.GET:
            seen_as = take_seat(request, page, request.GET["as"])
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        context["reader"] = request.reader  # type: ignore[attr-defined]
        home = getattr(request, "building_home", None)
        choices = language_choices(page, home)
        context["page_languages"] = choices
        context["page_language"] = foreign_language_of(page, choices, home and home.building)
        if reader.is_editor and (seen_as or audiences_on(page)):
            context |= {"seats": seats_around(page), "seen_as": seen_as}
            # People move in and out without a change to the page.
            request.is_personal = True  # type: ignore[attr-defined]
        return context

    def get_view_restrictions(self) -> Any:
        """None, and none is looked for: who reads follows from residencies and memberships."""
        return PageViewRestriction.objects.none()

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """As staff, who see every part, or as the people of a home, by its number."""
        from portal.queries.readers import seats_around

        seats = seats_around(self)
        return [("", gettext("As staff: every part")), *((s.code, s.label) for s in seats)]

    @property
    def default_preview_mode(self) -> str:
        return ""

    def is_previewable(self) -> bool:
        return True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        from portal.queries.readers import take_seat

        take_seat(request, self, mode_name or "")
        return super().serve_preview(request, mode_name)  # type: ignore[misc]
