from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildingCreated(Event):
    """A building was added; its site and its media collection must stand."""

    building_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildingChanged(Event):
    building_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApartmentsAdded(Event):
    """One apartment by hand, or many at once by an import."""

    building_id: int
    apartment_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApartmentsChanged(Event):
    building_id: int
    apartment_ids: list[int]
