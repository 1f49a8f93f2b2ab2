from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportApplied(Event):
    """A spreadsheet has become apartments, people and residencies."""

    building_id: int
    run_id: int
