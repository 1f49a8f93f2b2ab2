from buildings.joining.models.codes import JoinCode
from buildings.joining.models.requests import JoinRequest

__all__ = ["JoinCode", "JoinRequest"]
