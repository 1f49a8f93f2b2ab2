"""The demo's events, written by each building's manager, with people on their lists."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from concierge.demo import cast as demo
from foundation import clock
from portal.operations.feeds import open_feed
from portal.operations.pages import publish_page
from portal.operations.signups import sign_up
from portal.queries.places import building_site

if TYPE_CHECKING:
    from buildings.properties.models import Building


def write_events(cast: demo.Cast) -> None:
    """A calendar for every building; Willow Court's has one event of every kind."""
    for key, author in (("willow", cast.boris), ("quay", cast.mara), ("elm", cast.dara)):
        _write(cast.buildings[key], author)
    _willow(cast)


def _write(building: "Building", author: Any) -> None:
    """What every building has: something soon, something all day, something called off, and what
    was."""
    _publish(
        building, author, "Lift inspection", days=6, at=(8, 0), hours=4,
        place="Both stairs", organiser="Liftwerk service",
        summary="The lift stands still from eight to noon. The other stairs stay open.",
    )  # fmt: skip
    _publish(
        building, author, "Heating meters are read", days=13, whole_days=2,
        place="All apartments", organiser="Front desk",
        summary="Please let the reader in, or leave a key at the front desk.",
    )  # fmt: skip
    _publish(
        building, author, "Sunday breakfast in the lobby", days=9, at=(10, 0), hours=2,
        place="Lobby", organiser="Residents’ committee",
        summary="Coffee is there; everybody brings something.",
        is_cancelled=True, cancel_reason="The lobby is being painted; we try again in spring.",
    )  # fmt: skip
    _publish(
        building, author, "Flea market in the courtyard", days=-20, at=(11, 0), hours=5,
        place="Courtyard", organiser="Residents’ committee",
        summary="Tables stand ready from ten.",
    )  # fmt: skip


def _willow(cast: demo.Cast) -> None:
    """Events that need people, or are for some only; one across the change of the clocks."""
    willow, boris = cast.willow, cast.boris
    dinner = _publish(
        willow, boris, "Neighbours’ dinner on the roof", days=16, at=(19, 0), hours=4,
        place="Roof terrace", organiser="Residents’ committee",
        summary="A small table under the stars; everybody cooks one dish.",
        body=[("text", "<p>Tell the front desk what you bring. If it "
                       "rains we eat in the common room.</p>")],
        signup="open", capacity=2, guests_each=1,
    )  # fmt: skip
    _publish(
        willow, boris, "Water off on floor 4", days=4, at=(9, 0), hours=3,
        place="Apartments 4A to 4F", organiser="Juno Park, caretaker",
        summary="A valve in the riser is replaced. Please fill a bucket before nine.",
        audience=[("only_for", {"floors": "4"})],
    )  # fmt: skip
    assembly = _publish(
        willow, boris, "Owners’ assembly", days=40, at=(18, 30), hours=3,
        place="Common room, ground floor", organiser="Harbour Property Management",
        summary="Accounts of the year, the new roof, elections to the board.",
        audience=[("only_for", {"kinds": ["owner"]})],
        signup="open", capacity=60, guests_each=0,
    )  # fmt: skip
    _night_of_the_clocks(willow, boris)
    sign_up(actor=cast.ana, event=dinner, guests=1)
    sign_up(actor=cast.teo, event=dinner)
    sign_up(actor=cast.ana, event=assembly)
    open_feed(actor=cast.ana, kind="events", building=willow)


def _night_of_the_clocks(building: "Building", author: Any) -> None:
    """A watch through the night in which the clocks are put forward: seven hours, not eight."""
    day = _next_last_sunday_of_march(clock.today(building.time_zone))
    _save(
        building, author, "Moths by lamplight: a night in the garden",
        starts_at=clock.from_wall(
            dt.datetime.combine(day - dt.timedelta(days=1), dt.time(22)), building.time_zone
        ),
        ends_at=clock.from_wall(dt.datetime.combine(day, dt.time(6)), building.time_zone),
        place="Garden", organiser="Juno Park, caretaker",
        summary="We count moths until sunrise. The clocks go forward that night.",
        signup="open",
    )  # fmt: skip


def _next_last_sunday_of_march(today: dt.date) -> dt.date:
    for year in (today.year, today.year + 1):
        last = dt.date(year, 3, 31)
        sunday = last - dt.timedelta(days=(last.weekday() + 1) % 7)
        if sunday > today:
            return sunday
    raise RuntimeError("next year has a March as well")


def _publish(
    building: "Building",
    author: Any,
    title: str,
    *,
    days: int,
    at: tuple[int, int] = (0, 0),
    hours: int = 1,
    whole_days: int = 0,
    **values: Any,
) -> Any:
    """An event `days` from today at a time on the building's wall."""
    day = clock.today(building.time_zone) + dt.timedelta(days=days)
    start = dt.datetime.combine(day, dt.time(*at))
    end = start + dt.timedelta(hours=hours)
    if whole_days:
        end = start + dt.timedelta(days=whole_days) - dt.timedelta(minutes=1)
    return _save(
        building,
        author,
        title,
        starts_at=clock.from_wall(start, building.time_zone),
        ends_at=clock.from_wall(end, building.time_zone),
        is_whole_day=bool(whole_days),
        **values,
    )


def _save(building: "Building", author: Any, title: str, **values: Any) -> Any:
    from django.apps import apps

    index = building_site(building).get_children().get(slug="events")
    page = apps.get_model("portal", "EventPage")(
        title=title, slug=slugify(title)[:60].strip("-"), **values
    )
    return publish_page(actor=author, parent=index, page=page)
