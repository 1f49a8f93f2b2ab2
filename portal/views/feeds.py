"""Feeds: a person's page of addresses, and what the addresses answer to programs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import (
    conditional_page,
    require_http_methods,
    require_POST,
    require_safe,
)

from buildings.properties.queries import building_named
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.forms import add_errors
from foundation.requests import SignedInRequest
from portal.exports import calendars, news
from portal.forms.signups import FeedForm
from portal.operations.feeds import note_use, open_feed, revoke_feed
from portal.queries import feeds

#: How often one address answers: a calendar program asks a few times a day.
MOST_PER_MINUTE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_feeds(request: SignedInRequest) -> HttpResponse:
    """My addresses for calendars and news readers; a new one by form."""
    form = FeedForm(request.POST or None, user=request.user)
    if form.is_valid():
        chosen = form.cleaned_data["building"]
        try:
            open_feed(
                actor=request.user,
                kind=form.cleaned_data["kind"],
                building=building_named(request.user, chosen) if chosen else None,
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("The feed is ready. Copy its address."))
            return redirect("my-feeds")
    found = [
        {"feed": feed, "address": request.build_absolute_uri(address_of(feed))}
        for feed in feeds.feeds_of(request.user)
    ]
    return render(
        request,
        "portal/my_feeds.html",
        {"form": form, "feeds": found},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def feed_revoke(request: SignedInRequest, feed_id: UUID) -> HttpResponse:
    """Switch an address off for good."""
    revoke_feed(actor=request.user, feed=feeds.feed_with_id(request.user, feed_id))
    messages.success(request, gettext("The feed has been switched off."))
    return redirect("my-feeds")


def address_of(feed: Any) -> str:
    """The path under which a feed answers."""
    return reverse("feed-calendar" if feed.is_calendar else "feed-news", args=[feed.token])


@conditional_page
@require_safe
def feed_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar, for whoever holds the address; as its owner may read it today."""

    def make(feed: Any) -> bytes:
        where = feed.building.name if feed.building else gettext("My buildings")
        name = f"{where}: {feed.get_kind_display()}"
        return calendars.calendar_of(
            feeds.events_in(feed), name=name, absolute=request.build_absolute_uri
        )

    return _answer(token, True, calendars.CONTENT_TYPE, make)


@conditional_page
@require_safe
def feed_news(request: HttpRequest, token: str) -> HttpResponse:
    """The news as Atom, for whoever holds the address; as its owner may read them today."""

    def make(feed: Any) -> bytes:
        return news.news_feed(
            feeds.news_in(feed),
            title=feed.building.name if feed.building else gettext("News of my buildings"),
            language=feed.building.language if feed.building else "en",
            address=request.build_absolute_uri(),
            absolute=request.build_absolute_uri,
        )

    return _answer(token, False, news.CONTENT_TYPE, make)


def _answer(
    token: str, is_calendar: bool, content_type: str, make: Callable[[Any], bytes]
) -> HttpResponse:
    """A feed's content; 404 for everything else, so that an address tells nothing once it is off.

    Raises:
        NotFound: see `queries.feeds.feed_by_token`, or the address names the other kind.
    """
    feed = feeds.feed_by_token(token)
    if feed.is_calendar != is_calendar:
        raise NotFound
    if _asks_too_often(feed.pk):
        return HttpResponse(status=429, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    note_use(feed=feed)
    response = HttpResponse(make(feed), content_type=content_type)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _asks_too_often(feed_id: int) -> bool:
    key = f"feed-requests:{feed_id}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > MOST_PER_MINUTE
    except ValueError:
        # The minute ended between the two lines.
        return False
