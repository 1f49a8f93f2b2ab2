"""Reads of who may look into which company, and who does."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.models import Company, SupportConsent, SupportVisit, User
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class SupportedCompany:
    """A company as the support sees it from outside."""

    company: Company
    consent: SupportConsent | None
    is_inside: bool


def current_visits_of(user: User) -> "QuerySet[SupportVisit]":
    """What a super user looks into right now."""
    consents = SupportConsent.objects.running().order_by()
    return SupportVisit.objects.filter(
        user=user, left_at=None, consent__in=consents
    ).select_related("company", "consent__granted_by")


def supported_companies(user: User, text: str = "") -> list[SupportedCompany]:
    """Every company by name, those that consent first."""
    consents = {
        consent.company_id: consent
        for consent in SupportConsent.objects.running().select_related("granted_by")
    }
    inside = {visit.company_id for visit in current_visits_of(user)}
    found = Company.objects.visible_to(user)
    if text:
        found = found.filter(name__icontains=text)
    companies = [
        SupportedCompany(company, consents.get(company.pk), company.pk in inside)
        for company in found[:200]
    ]
    return sorted(companies, key=lambda item: item.consent is None)


def consents_of(company: Company) -> "QuerySet[SupportConsent]":
    """All consents of a company that was itself fetched through a scoped query."""
    return (
        SupportConsent.objects.filter(company=company)
        .select_related("granted_by")
        .prefetch_related("visits__user")
    )


def consent_with_id(user: "Viewer", uuid: UUID) -> SupportConsent:
    """
    Raises:
        NotFound: there is none, or not for this person.
    """
    consent: SupportConsent | None = (
        SupportConsent.objects.visible_to(user).filter(uuid=uuid).first()
    )
    if consent is None:
        raise NotFound
    return consent
