"""The demo's outages: one going on for Ana's floor, one announced for all, one over."""

import datetime as dt

from concierge.demo import cast as demo
from foundation import clock
from portal.audiences import EVERYBODY, Audience
from portal.operations.outages import announce_outage, change_outage, end_outage


def write_outages(cast: demo.Cast) -> None:
    willow, boris = cast.willow, cast.boris
    burst = announce_outage(
        actor=boris,
        building=willow,
        audience=Audience(floors=frozenset({4})),
        values={
            "kind": "emergency",
            "category": "water",
            "title": "No water on floor 4",
            "text": "A pipe has burst behind the kitchens. Please close your taps.",
        },
    )
    change_outage(
        actor=boris,
        outage=burst,
        values={"ends_at": _in(hours=5)},
        note="The plumber is here and has found the leak.",
    )
    announce_outage(
        actor=boris,
        building=willow,
        audience=EVERYBODY,
        values={
            "kind": "planned",
            "category": "heating",
            "title": "The heating pump is replaced",
            "text": "Radiators stay cold for a morning. Hot water is not affected.",
            "starts_at": _in(hours=72),
            "ends_at": _in(hours=76),
        },
    )
    internet = announce_outage(
        actor=boris,
        building=willow,
        audience=EVERYBODY,
        values={"kind": "emergency", "category": "internet", "title": "The internet is down"},
    )
    end_outage(actor=boris, outage=internet, note="The provider has repaired the line.")


def _in(*, hours: int) -> dt.datetime:
    """The next full hour so many hours from now."""
    moment = clock.now() + dt.timedelta(hours=hours)
    return moment.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
