from buildings.properties.models.apartments import Apartment
from buildings.properties.models.assignments import BuildingAssignment
from buildings.properties.models.buildings import Building
from buildings.properties.models.staff_invitations import StaffInvitation

__all__ = ["Apartment", "Building", "BuildingAssignment", "StaffInvitation"]
