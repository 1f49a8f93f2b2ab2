from accounts.models.companies import Company, StaffMembership
from accounts.models.devices import KnownDevice
from accounts.models.exports import DataExport
from accounts.models.guards import LoginGuard
from accounts.models.keys import ApiKey
from accounts.models.support import SupportConsent, SupportVisit
from accounts.models.users import User

__all__ = [
    "ApiKey",
    "Company",
    "DataExport",
    "KnownDevice",
    "LoginGuard",
    "StaffMembership",
    "SupportConsent",
    "SupportVisit",
    "User",
]
