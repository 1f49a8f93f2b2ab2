from buildings.residents.models.invitations import Invitation
from buildings.residents.models.people import Person
from buildings.residents.models.residencies import Residency

__all__ = ["Invitation", "Person", "Residency"]
