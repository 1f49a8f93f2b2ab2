from accounts.models.companies import Company, StaffMembership
from accounts.models.exports import DataExport
from accounts.models.keys import ApiKey
from accounts.models.support import SupportConsent, SupportVisit
from accounts.models.users import User

__all__ = [
    "ApiKey",
    "Company",
    "DataExport",
    "StaffMembership",
    "SupportConsent",
    "SupportVisit",
    "User",
]
