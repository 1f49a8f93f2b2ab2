"""Making and switching off the addresses for calendars and news readers."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation import audit, clock, events
from foundation.errors import Conflict, InvalidInput, NotFound
from portal.events import FeedOpened, FeedRevoked
from portal.models import FeedToken
from portal.queries.access import can_view_building
from portal.queries.feeds import feeds_of

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building

#: More programs than anybody has; whoever loses track switches some off.
MOST_FEEDS = 30
NOTED_EVERY = dt.timedelta(hours=1)


class TooManyFeeds(Conflict):
    """The person has as many addresses as one may have."""

    title = _("You have too many feeds")


@transaction.atomic
def open_feed(*, actor: "User", kind: str, building: "Building | None" = None) -> FeedToken:
    """Make an address for one building, or for all of the person's.

    Raises:
        NotFound: the building is not one of theirs.
        InvalidInput: no such kind.
        TooManyFeeds: switch one off first.
    """
    if kind not in FeedToken.Kind.values:
        raise InvalidInput(fields={"kind": [gettext("There is no such feed.")]})
    if building is not None and not can_view_building(actor, building.company_id, building.pk):
        raise NotFound
    # Locked, so that parallel requests cannot pass the limit together.
    get_user_model()._default_manager.select_for_update().get(pk=actor.pk)
    if feeds_of(actor).count() >= MOST_FEEDS:
        raise TooManyFeeds(gettext("Switch off a feed that you no longer use, then try again."))
    feed = FeedToken.objects.create(
        user=actor, building=building, kind=kind, created_at=clock.now()
    )
    audit.record(actor, "portal.feed_opened", feed)
    events.publish(FeedOpened(company_id=None, feed_id=feed.pk, user_id=actor.pk), actor=actor)
    return feed


@transaction.atomic
def revoke_feed(*, actor: "User", feed: FeedToken) -> FeedToken:
    """Switch an address off for good: from now on it answers as if it had never existed.

    Raises:
        NotFound: not one of the actor's own.
    """
    if feed.user_id != actor.pk:
        raise NotFound
    feed = FeedToken.objects.select_for_update().get(pk=feed.pk)
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
        audit.record(actor, "portal.feed_revoked", feed)
        events.publish(FeedRevoked(company_id=None, feed_id=feed.pk, user_id=actor.pk), actor=actor)
    return feed


def note_use(*, feed: FeedToken) -> None:
    """Remember that an address is used; at most hourly, because calendars ask often."""
    now = clock.now()
    if feed.last_used_at is None or now - feed.last_used_at >= NOTED_EVERY:
        FeedToken.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lt=now), pk=feed.pk
        ).update(last_used_at=now)
