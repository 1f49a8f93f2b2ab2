from accounts.models.companies import Company, StaffMembership
from accounts.models.users import User

__all__ = ["Company", "StaffMembership", "User"]
