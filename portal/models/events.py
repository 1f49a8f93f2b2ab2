"""What happens in a building: the calendar and its events."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from foundation import clock
from portal.forms.events import EventPageForm
from portal.models.audience import ForSomeReaders
from portal.models.pages import BuildingPage
from portal.models.translations import TranslatablePage

USUAL_LENGTH = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=366)
#: Facts, which are the same in all languages; words are translated.
FACTS = (
    "starts_at", "ends_at", "is_whole_day", "audience", "signup", "capacity", "guests_each",
    "signup_closes_at", "is_cancelled",
)  # fmt: skip


class EventIndexPage(BuildingPage):
    """The building's calendar: a month at a time, or as a list."""

    default_icon = "calendar-days"
    show_in_menus_default = True
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["portal.BuildingHomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.EventPage"]
    max_count_per_parent = 1
    template = "portal/event_index_page.html"

    class Meta:
        verbose_name = _("event calendar")
        verbose_name_plural = _("event calendars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.calendars import calendar_page

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["calendar"] = calendar_page(request.reader, self, request.GET)  # type: ignore[attr-defined]
        return context


class EventPage(ForSomeReaders, BuildingPage):  # type: ignore[django-manager-missing]
    """Something that happens in or around the building, with sign-up or without.

    `starts_at` and `ends_at` are moments; people read and write them on the building's wall. Of an
    event that takes whole days only the dates are shown. Its public id is the page's translation
    key: aliases and copies get one of their own, and it survives every revision. Translations of
    the page are words only: facts and sign-ups are those of the original.
    """

    page_description = _("Something that happens at a time and place, with sign-up or without.")
    default_icon = "calendar-days"
    search_kind: ClassVar[str] = "event"

    class Signup(models.TextChoices):
        NONE = "none", _("Nobody needs to sign up")
        OPEN = "open", _("People sign up here")

    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), blank=True, db_index=True)
    is_whole_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("Only the dates count, not the times.")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    organiser = models.CharField(
        _("organiser"), max_length=120, blank=True, help_text=_("Whom to ask about it.")
    )
    summary = models.CharField(
        _("summary"),
        max_length=200,
        help_text=_("One or two sentences for lists and calendars."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    signup = models.CharField(
        _("sign-up"), max_length=10, choices=Signup.choices, default=Signup.NONE
    )
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Empty: as many as like to come. When all are taken, people wait in line."),
    )
    guests_each = models.PositiveSmallIntegerField(
        _("guests each"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_("How many guests one person may bring. Each takes a seat."),
    )
    signup_closes_at = models.DateTimeField(
        _("sign-up closes"),
        null=True,
        blank=True,
        help_text=_("Empty: when the event starts."),
    )
    is_cancelled = models.BooleanField(
        _("called off"),
        default=False,
        help_text=_("The event stays in the calendar, and whoever signed up is told by e-mail."),
    )
    cancel_reason = models.CharField(_("reason"), max_length=200, blank=True)

    override_translatable_fields: ClassVar[list[Any]] = [
        *TranslatablePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in FACTS),
    ]

    base_form_class = EventPageForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_whole_day"),
            ],
            heading=_("When"),
            icon="calendar-alt",
        ),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("organiser")], heading=_("Where and who"), icon="site"
        ),
        FieldPanel("picture"),
        FieldPanel("body"),
        ForSomeReaders.audience_panel,
        MultiFieldPanel(
            [
                FieldPanel("signup"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("guests_each")]),
                FieldPanel("signup_closes_at"),
            ],
            heading=_("Sign-up"),
            icon="clipboard-list",
        ),
        MultiFieldPanel(
            [FieldPanel("is_cancelled"), FieldPanel("cancel_reason")],
            heading=_("Calling it off"),
            icon="warning",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *BuildingPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("place"),
        index.SearchField("organiser"),
        index.FilterField("starts_at"),
    ]
    parent_page_types: ClassVar[list[str]] = ["portal.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/event_page.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="event_has_a_seat"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        # Either may be missing while a form is wrong.
        starts: Any = self.starts_at
        ends: Any = self.ends_at
        if starts is not None:
            if ends is None:
                self.ends_at = ends = starts + USUAL_LENGTH
            if ends < starts:
                wrong["ends_at"] = gettext("An event ends after it starts.")
            elif ends - starts > LONGEST:
                wrong["ends_at"] = gettext("An event lasts a year at most.")
            if self.signup_closes_at is not None and self.signup_closes_at > ends:
                wrong["signup_closes_at"] = gettext("Sign-up closes before the event is over.")
        if self.capacity is not None and (self.guests_each or 0) >= self.capacity:
            wrong["guests_each"] = gettext("One person and their guests would need more seats.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def public_id(self) -> Any:
        """The event's id for programs and calendars, a UUID."""
        return self.translation_key

    @property
    def takes_signups(self) -> bool:
        return bool(self.signup == self.Signup.OPEN)

    @property
    def is_shared_by_readers(self) -> bool:  # type: ignore[override]
        """With a sign-up it says where the reader stands in line."""
        return not self.takes_signups

    @property
    def is_over(self) -> bool:
        return bool(self.ends_at <= clock.now())

    @property
    def has_started(self) -> bool:
        return bool(self.starts_at <= clock.now())

    @property
    def signup_refusal(self) -> str:
        """Why nobody can sign up any more, in words for people; empty while they can."""
        if not self.live:
            return gettext("This event is not public.")
        if not self.takes_signups:
            return gettext("Nobody needs to sign up for this event.")
        if self.is_cancelled:
            return gettext("This event has been called off.")
        if self.is_over:
            return gettext("This event is over.")
        if clock.now() >= (self.signup_closes_at or self.starts_at):
            return gettext("Sign-up has closed.")
        return ""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.queries.events import event_on_wall
        from portal.queries.languages import original_of
        from portal.queries.signups import signup_box

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        original: Any = getattr(request, "original_page", None) or original_of(self)
        context["event"] = event_on_wall(original, request.building)  # type: ignore[attr-defined]
        context["box"] = signup_box(request.user, original)
        return context
