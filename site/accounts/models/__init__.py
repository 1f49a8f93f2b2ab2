from accounts.models.companies import Company, StaffMembership
from accounts.models.exports import DataExport
from accounts.models.users import User

__all__ = ["Company", "DataExport", "StaffMembership", "User"]
