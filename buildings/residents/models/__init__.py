from buildings.residents.models.people import Person
from buildings.residents.models.residencies import Residency

__all__ = ["Person", "Residency"]
