"""Reads of people and residencies, always as seen by somebody."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.queries.invitations import InvitationOver
from buildings.properties.queries import buildings_run_by
from buildings.residents.models import Invitation, Person, Residency
from foundation import clock
from foundation.errors import Conflict, NotFound
from notifications.queries.addresses import comes_back_since

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Apartment, Building

    Viewer = User | AnonymousUser


def residencies_visible_to(user: "Viewer") -> "QuerySet[Residency]":
    return Residency.objects.visible_to(user).select_related(
        "person", "apartment__building__company"
    )


def residencies_of(building: "Building") -> "QuerySet[Residency]":
    """All residencies of a building that was itself fetched through a scoped query."""
    return Residency.objects.filter(apartment__building=building).select_related(
        "person", "apartment"
    )


def people_now_in(apartment: "Apartment", building: "Building") -> "QuerySet[Residency]":
    """Who holds the apartment today, main contact first."""
    return (
        Residency.objects.filter(apartment=apartment)
        .current_on(clock.today(building.time_zone))
        .select_related("person")
        .order_by("-is_main_contact", "kind", "person__full_name")
    )


def homes_now_in(building: "Building") -> "QuerySet[Residency]":
    """All residencies in a building today with their apartments, in door order."""
    return (
        Residency.objects.filter(apartment__building=building)
        .current_on(clock.today(building.time_zone))
        .select_related("apartment")
        .order_by("apartment__sort_key", "kind", "pk")
    )


def residencies_not_over(building: "Building") -> "QuerySet[Residency]":
    """Those of people who live in a building or own there, now or soon."""
    return Residency.objects.filter(apartment__building=building).filter(
        Q(end_date__isnull=True) | Q(end_date__gte=clock.today(building.time_zone))
    )


def ended_residencies() -> "QuerySet[Residency]":
    """Residencies of people with an account whose last day is over, or is today somewhere."""
    return Residency.objects.filter(end_date__lte=clock.today("UTC"), person__user__isnull=False)


def homes_of_account(user_id: int) -> "list[Residency]":
    """Where the account's person lives or owns today, each by its building's clock; for background
    work, one for each person and building."""
    found = Residency.objects.filter(person__user_id=user_id)
    found = found.select_related("person", "apartment__building__company").order_by("pk")
    homes: dict[tuple[int, int], Residency] = {}
    for residency in found:
        building = residency.apartment.building
        today = clock.today(building.time_zone)
        has_ended = residency.end_date is not None and residency.end_date < today
        if residency.start_date <= today and not has_ended:
            homes.setdefault((residency.person_id, building.pk), residency)
    return list(homes.values())


def own_residencies_in(user: "User", apartment: "Apartment") -> "QuerySet[Residency]":
    """What `user` is and was in an apartment, latest first."""
    return (
        Residency.objects.filter(person__user=user, apartment=apartment)
        .select_related("person")
        .order_by("-start_date", "-pk")
    )


def people_of_company(company_id: int, emails: "Collection[str]") -> dict[str, Person]:
    """Known people of a company by lower-case e-mail address."""
    wanted = {email.lower() for email in emails if email}
    return {
        person.email: person
        for person in Person.objects.filter(company_id=company_id, email__in=wanted)
    }


def people_visible_to(user: "Viewer") -> "QuerySet[Person]":
    return Person.objects.visible_to(user)


def residency_with_id(user: "Viewer", uuid: UUID) -> Residency:
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    residency = residencies_visible_to(user).filter(uuid=uuid).first()
    if residency is None:
        raise NotFound(_("There is no such residency, or it is not for you to see."))
    return residency


def residencies_run_by(user: "Viewer") -> "QuerySet[Residency]":
    """The residencies, past and present, of the buildings whose desk the person works at."""
    return Residency.objects.filter(
        apartment__building__in=buildings_run_by(user).order_by()
    ).select_related("person", "apartment__building__company")


def residency_run_by(user: "Viewer", uuid: UUID) -> Residency:
    """As `residency_with_id`, for the desk: residents are strangers here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    residency: Residency | None = residencies_run_by(user).filter(uuid=uuid).first()
    if residency is None:
        raise NotFound(_("There is no such residency, or it is not for you to see."))
    return residency


@dataclass(frozen=True, slots=True)
class PersonAtDesk:
    """A person with the residencies in buildings the viewer works for, latest first."""

    person: Person
    residencies: list[Residency]

    @property
    def mail_comes_back_since(self) -> dt.datetime | None:
        """Since when mail to the address of their account comes back."""
        return comes_back_since(self.person.user.email) if self.person.user else None


def person_run_by(user: "Viewer", uuid: UUID) -> PersonAtDesk:
    """
    Raises:
        NotFound: unknown, or without a residency in a building the viewer works for.
    """
    found = list(residencies_run_by(user).filter(person__uuid=uuid).order_by("-start_date", "-pk"))
    if not found:
        raise NotFound(_("There is no such person, or they are not for you to see."))
    return PersonAtDesk(found[0].person, found)


@dataclass(frozen=True, slots=True)
class ApartmentPeople:
    """The residencies of an apartment, sorted by what holds today."""

    now: list[Residency]
    coming: list[Residency]
    before: list[Residency]

    @property
    def all(self) -> list[Residency]:
        return [*self.now, *self.coming, *self.before]


def people_of(apartment: "Apartment") -> ApartmentPeople:
    """Everybody who holds, will hold or held an apartment that was fetched through a scoped query.

    Main contact first, then the latest.
    """
    today = clock.today(apartment.building.time_zone)
    people = ApartmentPeople([], [], [])
    found = Residency.objects.filter(apartment=apartment).select_related("person")
    found = found.prefetch_related("person__invitations")
    for residency in found.order_by("-is_main_contact", "-start_date", "person__full_name"):
        if residency.start_date > today:
            people.coming.append(residency)
        elif residency.end_date is not None and residency.end_date < today:
            people.before.append(residency)
        else:
            people.now.append(residency)
    return people


When = Literal["now", "past", "coming", "all"]


@dataclass(frozen=True, slots=True)
class ResidencyFilter:
    """What a list of residencies is narrowed to; empty values narrow nothing."""

    text: str = ""
    kind: str = ""
    when: When = "now"
    access: str = ""


def residencies_listed(building: "Building", wanted: ResidencyFilter) -> "QuerySet[Residency]":
    """Residencies of a building in door order; "now" is today on the building's wall."""
    found = Residency.objects.filter(apartment__building=building).select_related(
        "person", "apartment"
    )
    if wanted.text:
        found = found.filter(
            Q(person__full_name__icontains=wanted.text)
            | Q(person__email__icontains=wanted.text)
            | Q(person__phone__icontains=wanted.text)
            | Q(apartment__number__icontains=wanted.text)
        )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    today = clock.today(building.time_zone)
    if wanted.when == "now":
        found = found.current_on(today)
    elif wanted.when == "past":
        found = found.filter(end_date__lt=today)
    elif wanted.when == "coming":
        found = found.filter(start_date__gt=today)
    if wanted.access:
        found = found.filter(pk__in=_with_access(found, wanted.access).order_by().values("pk"))
    found = found.prefetch_related("person__invitations")
    return found.order_by("apartment__sort_key", "-is_main_contact", "-start_date", "pk")


def _with_access(found: "QuerySet[Residency]", access: str) -> "QuerySet[Residency]":
    """Those whose person stands so: "account", "none" (never invited), "no-email", "expired", or
    a state of their latest invitation."""
    if access == "account":
        return found.filter(person__user__isnull=False)
    found = found.filter(person__user__isnull=True)
    if access == "none":
        return found.filter(person__invitations__isnull=True).exclude(person__email="")
    if access == "no-email":
        return found.filter(person__invitations__isnull=True, person__email="")
    latest = Invitation.objects.filter(person=OuterRef("person")).order_by("-sent_at", "-pk")
    found = found.annotate(
        invitation_state=Subquery(latest.values("state")[:1]),
        invitation_until=Subquery(latest.values("expires_at")[:1]),
    )
    has_run_out = Q(invitation_state__in=Invitation.WAITING, invitation_until__lte=clock.now())
    if access == "expired":
        return found.filter(has_run_out)
    return found.filter(invitation_state=access).exclude(has_run_out)


def invitation_of(token: str) -> Invitation:
    """The invitation that a link leads to, while it can be answered.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
    """
    try:
        row, version = Invitation.row_and_version(token)
    except ValueError as error:
        raise NotFound(_("The link is not whole. Copy all of it from the message.")) from error
    found = Invitation.objects.select_related("person", "building__company", "invited_by")
    invitation: Invitation | None = found.filter(uuid=row).first()
    if invitation is None:
        raise NotFound(_("The link is not whole. Copy all of it from the message."))
    check_can_be_answered(invitation, version)
    return invitation


def check_can_be_answered(invitation: Invitation, version: int) -> None:
    """
    Raises:
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
    """
    if not invitation.is_waiting:
        raise InvitationOver(why_over(invitation))
    if version != invitation.version:
        raise InvitationOver(_("A newer invitation was sent. Use the link in the latest message."))
    if invitation.has_expired:
        raise InvitationOver(_("It was valid for some days only. Ask your manager for a new one."))


def why_over(invitation: Invitation) -> str:
    """What became of an invitation that nobody waits for any more."""
    if invitation.state == Invitation.State.ACCEPTED:
        return _("It has been accepted already. Sign in with your e-mail address.")
    if invitation.state == Invitation.State.DECLINED:
        return _("It was declined. Ask your manager for a new one.")
    return _("Your manager has withdrawn it. Ask them if you think that is a mistake.")


def people_to_invite(building: "Building", among: "Collection[int] | None" = None) -> list[Person]:
    """Who lives in a building or owns there, now or soon, has no account and was never invited.

    Given ids of people, only those among them.
    """
    found = Person.objects.filter(
        pk__in=residencies_not_over(building).order_by().values("person_id"),
        user__isnull=True,
        invitations__isnull=True,
    )
    return list(found if among is None else found.filter(pk__in=among))


def people_known_already(among: "Collection[int]") -> set[int]:
    """Of some people, by id, those who have an account or were invited before."""
    found = Person.objects.filter(pk__in=among).exclude(user__isnull=True, invitations__isnull=True)
    return set(found.order_by().values_list("pk", flat=True))


def person_of_account(user: "User", company_id: int) -> Person | None:
    """Who the account's holder is in a company's book, or None."""
    person: Person | None = Person.objects.filter(company_id=company_id, user=user).first()
    return person


def residencies_without_account(building: "Building") -> "QuerySet[Residency]":
    """Now and soon, in door order: among whose people somebody may be who has an account."""
    today = clock.today(building.time_zone)
    found = Residency.objects.filter(apartment__building=building, person__user__isnull=True)
    found = found.filter(Q(end_date__isnull=True) | Q(end_date__gte=today))
    return found.select_related("person", "apartment").order_by("apartment__sort_key", "pk")


def buildings_ever_lived_in(user: "User") -> set[int]:
    """The ids of all buildings in whose book the account's person stands or ever stood."""
    found = Residency.objects.filter(person__user=user).order_by()
    return set(found.values_list("apartment__building_id", flat=True))


def require_home_in(person: Person, building: "Building") -> None:
    """
    Raises:
        Conflict: the person neither lives in the building nor owns there, now or soon.
    """
    homes = Residency.objects.filter(person=person, apartment__building=building)
    today = clock.today(building.time_zone)
    if not homes.filter(Q(end_date__isnull=True) | Q(end_date__gte=today)).exists():
        raise Conflict(
            _("%(who)s has no home in %(building)s any more.")
            % {"who": person, "building": building.name}
        )


def invitations_visible_to(user: "Viewer") -> "QuerySet[Invitation]":
    return Invitation.objects.visible_to(user).select_related("person", "building__company")


def invitation_run_by(user: "Viewer", uuid: UUID) -> Invitation:
    """An invitation of a building whose desk `user` works at.

    Raises:
        NotFound: there is none, or not for this person.
    """
    found = invitations_visible_to(user).filter(
        uuid=uuid, building__in=buildings_run_by(user).order_by().values("pk")
    )
    invitation: Invitation | None = found.first()
    if invitation is None:
        raise NotFound
    return invitation


def invitation_to_send(invitation_id: int, version: int) -> Invitation | None:
    """An invitation that still waits for an answer to this very version, or None."""
    found = Invitation.objects.waiting().select_related("person", "building__company")
    found = found.exclude(email="")
    invitation: Invitation | None = found.filter(pk=invitation_id, version=version).first()
    return invitation
