from accounts.models.companies import Company, StaffMembership
from accounts.models.keys import ApiKey
from accounts.models.users import User

__all__ = ["ApiKey", "Company", "StaffMembership", "User"]
