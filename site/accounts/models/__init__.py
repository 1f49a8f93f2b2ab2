from accounts.models.companies import Company, StaffMembership
from accounts.models.exports import DataExport
from accounts.models.support import SupportConsent, SupportVisit
from accounts.models.users import User

__all__ = ["Company", "DataExport", "StaffMembership", "SupportConsent", "SupportVisit", "User"]
