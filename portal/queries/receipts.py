"""Whom an announcement reaches, and what became of it: told, opened, confirmed."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from buildings.properties.queries import building_run_by
from buildings.residents.queries import residencies_of
from foundation import clock
from foundation.errors import NotFound
from notifications.queries.deliveries import deliveries_of, states_of
from portal.audiences import EDITOR, Audience, Reader
from portal.models import AnnouncementPage, AnnouncementReceipt, AnnouncementSending
from portal.queries.access import building_home_of
from portal.queries.corrections import Correction, correction_of
from portal.queries.places import building_site
from portal.queries.readers import home_of, may_read, reader_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from buildings.properties.models import Building
    from buildings.residents.models import Residency

    Viewer = User | AnonymousUser


State = AnnouncementSending.State
PUBLISHED = Q(live=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an audience means today."""

    apartments: int
    people: int
    #: Of the people, those who have an account and so are told.
    with_account: int


@dataclass(frozen=True, slots=True)
class PersonReceipt:
    name: str
    has_account: bool
    opened_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    #: What became of the mail, in words; empty where there was none.
    mail: str


@dataclass(frozen=True, slots=True)
class ApartmentReceipt:
    number: str
    people: list[PersonReceipt] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        """One of its people is enough."""
        return any(person.opened_at for person in self.people)

    @property
    def is_acknowledged(self) -> bool:
        return any(person.acknowledged_at for person in self.people)


@dataclass(frozen=True, slots=True)
class Report:
    """An announcement at the desk."""

    page: AnnouncementPage
    building: "Building"
    sending: AnnouncementSending | None
    apartments: list[ApartmentReceipt]
    #: Deliveries by state.
    mails: Counter[str]
    #: What was changed since people were told.
    correction: Correction | None = None

    @property
    def read(self) -> int:
        return sum(apartment.is_read for apartment in self.apartments)

    @property
    def acknowledged(self) -> int:
        return sum(apartment.is_acknowledged for apartment in self.apartments)

    @property
    def unread(self) -> list[ApartmentReceipt]:
        """Where nobody has opened it, or confirmed it where that is asked for; in door order."""
        must_confirm = self.page.must_be_acknowledged
        return [
            apartment
            for apartment in self.apartments
            if not (apartment.is_acknowledged if must_confirm else apartment.is_read)
        ]


def reach_of(audience: Audience, building: "Building") -> Reach:
    """How many an audience means in a building, before anything is sent."""
    meant = _meant(audience, building)
    return Reach(
        apartments=len({residency.apartment_id for residency in meant}),
        people=len({residency.person_id for residency in meant}),
        with_account=len({r.person.user_id for r in meant if r.person.user_id is not None}),
    )


def recipients_of(page: AnnouncementPage, building: "Building") -> list[int]:
    """The accounts of everybody who lives or owns there today and is meant; in door order."""
    return accounts_meant(page.reading_audience, building)


def accounts_meant(audience: Audience, building: "Building") -> list[int]:
    """The accounts of everybody of today whom an audience means; in door order."""
    users = (residency.person.user_id for residency in _meant(audience, building))
    return list(dict.fromkeys(user_id for user_id in users if user_id is not None))


def unread_among(sending: AnnouncementSending, user_ids: list[int]) -> list[int]:
    """Those who have not opened it, or not confirmed it where that is asked for."""
    done = AnnouncementReceipt.objects.filter(page=sending.page, user__in=user_ids)
    if sending.page.must_be_acknowledged:
        done = done.filter(acknowledged_at__isnull=False)
    finished = set(done.values_list("user_id", flat=True))
    return [user_id for user_id in user_ids if user_id not in finished]


def announcement_for(user: "Viewer", uuid: UUID) -> AnnouncementPage:
    """A published announcement that `user` may read today.

    Raises:
        NotFound: unknown, not published, or not for this person.
    """
    page = _original(uuid)
    if page is None or not may_read(user, page):
        raise NotFound
    return page


def announcements_for(user: "Viewer", building: "Building") -> list[AnnouncementPage]:
    """The published announcements of a building that are for `user`, newest first."""
    reader = reader_in(user, building)
    return [
        page
        for page in announcements_at_desk(building)
        if page.live and page.reading_audience.includes(reader)
    ]


def receipt_of(user: "User", page: AnnouncementPage) -> AnnouncementReceipt | None:
    receipt: AnnouncementReceipt | None = AnnouncementReceipt.objects.filter(
        page=page, user=user
    ).first()
    return receipt


def sending_with_id(sending_id: int) -> AnnouncementSending:
    """For background work."""
    found: AnnouncementSending = AnnouncementSending.objects.select_related(
        "building__company", "page"
    ).get(pk=sending_id)
    return found


def due_sendings() -> list[AnnouncementSending]:
    """Whose moment to be stopped is over."""
    waiting = AnnouncementSending.objects.filter(
        state=AnnouncementSending.State.WAITING, due_at__lte=clock.now()
    )
    return list(waiting)


def announcements_at_desk(building: "Building") -> list[AnnouncementPage]:
    """What was announced in a building that was fetched for its desk, newest first; withdrawn
    announcements included."""
    below = AnnouncementPage.objects.descendant_of(building_site(building)).defer("body")
    found = below.filter(Q(live=True) | Q(sendings__state=State.WITHDRAWN)).distinct()
    return list(found.prefetch_related("sendings").order_by("-first_published_at", "-pk"))


def announcement_run_by(
    user: "Viewer", company: str, building: str, uuid: UUID
) -> "tuple[AnnouncementPage, Building]":
    """An announcement at the desk of its building, published or withdrawn.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    found = building_run_by(user, company, building)
    page = _original(uuid, Q(live=True) | Q(sendings__state=State.WITHDRAWN))
    home = building_home_of(page) if page is not None else None
    if page is None or home is None or home.building_id != found.pk:
        raise NotFound("There is no such announcement in this building.")
    return page, found


def report_of(page: AnnouncementPage, building: "Building") -> Report:
    """Apartment by apartment, for whom the announcement is today."""
    sending = page.sendings.exclude(state=AnnouncementSending.State.STOPPED).first()
    receipts = {receipt.user_id: receipt for receipt in page.receipts.all()}
    mails = (
        {item.notification.user_id: item for item in deliveries_of(sending.source)}
        if sending
        else {}
    )
    apartments: dict[str, ApartmentReceipt] = {}
    for residency in _meant(page.reading_audience, building):
        user_id = residency.person.user_id
        receipt = receipts.get(user_id) if user_id is not None else None
        mail = mails.get(user_id) if user_id is not None else None
        number = residency.apartment.number
        apartments.setdefault(number, ApartmentReceipt(number)).people.append(
            PersonReceipt(
                name=residency.person.full_name,
                has_account=user_id is not None,
                opened_at=receipt.opened_at if receipt else None,
                acknowledged_at=receipt.acknowledged_at if receipt else None,
                mail=str(mail.get_reason_display() or mail.get_state_display()) if mail else "",
            )
        )
    return Report(
        page=page,
        building=building,
        sending=sending,
        apartments=list(apartments.values()),
        mails=states_of(sending.source) if sending else Counter(),
        correction=correction_of(page, EDITOR) if page.live else None,
    )


def _original(uuid: UUID, which: Q = PUBLISHED) -> AnnouncementPage | None:
    for page in AnnouncementPage.objects.filter(which, translation_key=uuid).order_by("pk"):
        home = building_home_of(page)
        if home is not None and not home.is_translation:
            found: AnnouncementPage = page
            return found
    return None


def _meant(audience: Audience, building: "Building") -> "list[Residency]":
    today = clock.today(building.time_zone)
    found = residencies_of(building).current_on(today)  # type: ignore[attr-defined]
    return [
        residency
        for residency in found.order_by("apartment__sort_key", "person__full_name", "pk")
        if audience.includes(Reader(homes=(home_of(residency),)))
    ]
