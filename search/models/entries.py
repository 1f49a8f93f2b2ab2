"""The one table that readers search: what can be found, and for whom."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from foundation import tenancy
from foundation.tenancy import CompanyOwned, ScopedQuerySet
from portal.audiences import Audience, Reader
from portal.queries.readers import reader_at
from search.text.normalising import words_of


class SearchEntryQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "SearchEntryQuerySet":
        """Staff: all of their buildings. Residents: what is for everybody or for a home of theirs.

        The audiences are judged here, once per kind of audience and not per entry, so that counts
        and pages are right on every search engine. At most one query beside the grants.
        """
        companies, buildings = tenancy.places(user, tenancy.STAFF_ROLES)
        _none, homes = tenancy.places(user, {tenancy.RESIDENT})
        condition = Q(company_id__in=sorted(companies)) | Q(building_id__in=sorted(buildings))
        if homes:
            keys = ["", *self._audience_keys(user, homes)]
            condition |= Q(building_id__in=sorted(homes)) & Q(audience_key__in=keys)
        return self.filter(condition)

    def current_at(self, now: dt.datetime) -> "SearchEntryQuerySet":
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=now))

    def _audience_keys(self, user: Any, buildings: set[int]) -> list[str]:
        """The keys of the audiences in these buildings that mean the person."""
        limited = (
            self.model.objects.filter(building_id__in=buildings)
            .exclude(audience_key="")
            .order_by()
            .values_list("company_id", "building_id", "audience_key", "audience")
        )
        return sorted(
            key
            for company_id, building_id, key, audience in limited.distinct()
            if is_for(audience, reader_at(user, company_id, building_id))
        )


def is_for(audience: list[dict[str, Any]], reader: Reader) -> bool:
    """Whether all of the stored audiences (page, part of the page) mean the reader."""
    return all(Audience.from_json(values).includes(reader) for values in audience)


class SearchEntry(CompanyOwned, index.Indexed):  # type: ignore[misc]
    """A page, a part of a page that is for some readers only, or a document on a page.

    Made from live pages by `search.operations`, and never edited.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Pages")
        ANNOUNCEMENT = "announcement", _("Announcements")
        EVENT = "event", _("Events")
        DOCUMENT = "document", _("Documents")
        CONTACT = "contact", _("Contacts")

    building = models.ForeignKey("properties.Building", on_delete=models.CASCADE, related_name="+")
    #: The live page that makes this findable, and goes with it.
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Treebeard's path of the building's home above the page, in the language of the page.
    home_path = models.CharField(max_length=64)
    #: Which part of the page: empty, a block's id, or `document:<id>` with a block's id.
    fragment = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=12)
    heading = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    #: `Audience.as_json()` of all that must mean the reader; empty: everybody.
    audience = models.JSONField(default=list, blank=True)
    #: The same as one word, unique to the building; empty: everybody.
    audience_key = models.CharField(max_length=64, blank=True)
    indexed_at = models.DateTimeField()

    objects = SearchEntryQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    #: Operations hand entries to the index themselves, in bulk and with errors seen.
    search_auto_update = False
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=4),
        index.SearchField("words"),
        index.AutocompleteField("title_words"),
        index.FilterField("company"),
        index.FilterField("building"),
        index.FilterField("page"),
        index.FilterField("kind"),
        index.FilterField("language"),
        index.FilterField("audience_key"),
        index.FilterField("published_at"),
        index.FilterField("valid_until"),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "fragment"], name="search_entry_once_per_fragment"
            )
        ]
        indexes = [
            models.Index(fields=["building", "audience_key"]),
            models.Index(fields=["building", "-published_at"]),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def title(self) -> str:
        """The heading as the index compares it; modelsearch ranks what is called `title`."""
        return " ".join(words_of(self.heading))

    @property
    def title_words(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        return " ".join(words_of(self.text))
