"""Signing up for events: seats, the waiting list, who may, and who is told what."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils.html import strip_tags

from foundation import clock
from foundation.errors import InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry, DomainEvent
from portal.models import EventIndexPage, EventPage, EventSignup
from portal.operations.pages import publish_page
from portal.operations.signups import (
    AlreadySignedUp,
    NotSignedUp,
    SignupClosed,
    sign_off,
    sign_up,
    withdraw,
)
from portal.queries.signups import signup_box
from portal.tasks.events import release_seats_of_departed
from tests import queue
from tests.world import party

pytestmark = pytest.mark.django_db

State = EventSignup.State


@pytest.fixture
def hold(world):
    """`hold(capacity=2)` publishes an event at Willow Court, as Boris; times in hours from now."""

    def make(title="Roof dinner", **values):
        index = EventIndexPage.objects.descendant_of(world.homes["willow"]).get()
        slug = re.sub(r"\W+", "-", title.lower())
        return publish_page(actor=world.boris, parent=index, page=party(title, slug, **values))

    return make


def publish(event, user, **changes):
    """Change an event as an editor does: a new revision, published."""
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return EventPage.objects.get(pk=event.pk)


def hours(number):
    return clock.now() + dt.timedelta(hours=number)


class TestSeats:
    def test_ana_gets_a_seat_and_teo_waits(self, world, hold):
        event = hold(capacity=1)
        ana = sign_up(actor=world.ana, event=event)
        teo = sign_up(actor=world.teo, event=event)
        assert (ana.state, teo.state) == (State.GOING, State.WAITING)
        box = signup_box(world.teo, event)
        assert (box.left, box.waiting, box.position, box.must_wait) == (0, 1, 1, True)
        assert signup_box(world.boris, event).position is None

    def test_guests_take_seats(self, world, hold):
        event = hold(capacity=3, guests_each=2)
        assert sign_up(actor=world.ana, event=event, guests=2).seats == 3
        assert sign_up(actor=world.teo, event=event).state == State.WAITING

    @pytest.mark.parametrize("guests", [-1, 2, 99])
    def test_only_as_many_guests_as_are_welcome(self, world, hold, guests):
        event = hold(guests_each=1)
        with pytest.raises(InvalidInput) as refused:
            sign_up(actor=world.ana, event=event, guests=guests)
        assert "guests" in refused.value.fields
        assert not event.signups.exists()

    def test_without_a_limit_everybody_comes(self, world, hold):
        event = hold(capacity=None)
        for name in ("ana", "teo", "boris"):
            assert sign_up(actor=world.people[name], event=event).state == State.GOING
        assert signup_box(world.ana, event).left is None

    def test_nobody_signs_up_twice_but_one_may_come_back(self, world, hold):
        event = hold()
        sign_up(actor=world.ana, event=event)
        with pytest.raises(AlreadySignedUp):
            sign_up(actor=world.ana, event=event)
        withdraw(actor=world.ana, event=event)
        with pytest.raises(NotSignedUp):
            withdraw(actor=world.ana, event=event)
        assert sign_up(actor=world.ana, event=event).state == State.GOING
        assert event.signups.count() == 2

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"signup": "none"}, "Nobody needs"),
            ({"is_cancelled": True}, "called off"),
            ({"starts_at": hours(-5), "ends_at": hours(-2)}, "over"),
            ({"starts_at": hours(-1), "ends_at": hours(2)}, "closed"),
            ({"signup_closes_at": hours(-1)}, "closed"),
        ],
    )
    def test_it_says_why_it_is_too_late(self, world, hold, values, words):
        event = hold(**values)
        with pytest.raises(SignupClosed, match=words):
            sign_up(actor=world.ana, event=event)
        assert not event.signups.exists()

    def test_a_draft_takes_nobody(self, world, hold):
        event = hold()
        EventPage.objects.get(pk=event.pk).unpublish()
        with pytest.raises(NotFound):
            sign_up(actor=world.ana, event=event)

    def test_everything_is_written_down(self, world, hold):
        event = hold()
        signup = sign_up(actor=world.ana, event=event)
        withdraw(actor=world.ana, event=event)
        actions = AuditEntry.objects.of(signup).order_by("pk").values_list("action", "building_id")
        assert list(actions) == [
            ("portal.event_signed_up", world.willow.pk),
            ("portal.event_signup_ended", world.willow.pk),
        ]
        names = DomainEvent.objects.filter(payload__signup_id=signup.pk).order_by("pk")
        assert [item.name for item in names] == [
            "portal.EventSignedUp",
            "portal.EventSignupEnded",
        ]


class TestWaitingList:
    def test_when_ana_withdraws_teo_gets_her_seat_and_a_mail(self, world, hold):
        event = hold(capacity=1)
        sign_up(actor=world.ana, event=event)
        teo = sign_up(actor=world.teo, event=event)
        withdraw(actor=world.ana, event=event)
        teo.refresh_from_db()
        assert teo.state == State.GOING
        assert teo.promoted_at is not None
        queue.drain()
        (message,) = mail.outbox
        assert message.to == [world.teo.email]
        assert message.subject == "You have a seat: Roof dinner"
        assert "/harbour/willow-court/events/roof-dinner/" in message.body
        html = message.alternatives[0][0]
        assert "Roof dinner" in html
        assert "{%" not in html

    def test_nobody_overtakes_a_family(self, world, hold):
        """One free seat is no use to two, and still theirs to wait for."""
        event = hold(capacity=2, guests_each=1)
        sign_up(actor=world.ana, event=event)
        family = sign_up(actor=world.teo, event=event, guests=1)
        boris = sign_up(actor=world.boris, event=event)
        assert (family.state, boris.state) == (State.WAITING, State.WAITING)
        withdraw(actor=world.ana, event=event)
        family.refresh_from_db(), boris.refresh_from_db()
        assert (family.state, boris.state) == (State.GOING, State.WAITING)

    def test_more_seats_are_filled_when_they_are_published(self, world, hold):
        event = hold(capacity=1)
        for name in ("ana", "teo", "boris"):
            sign_up(actor=world.people[name], event=event)
        page = EventPage.objects.get(pk=event.pk)
        page.capacity = 2
        page.save_revision(user=world.boris)
        assert event.signups.filter(state=State.GOING).count() == 1
        publish(event, world.boris, capacity=2)
        going = event.signups.filter(state=State.GOING).values_list("user__first_name", flat=True)
        assert list(going) == ["Ana", "Teo"]

    def test_fewer_seats_throw_nobody_out(self, world, hold):
        event = hold(capacity=2)
        sign_up(actor=world.ana, event=event)
        sign_up(actor=world.teo, event=event)
        event = publish(event, world.boris, capacity=1)
        assert event.signups.filter(state=State.GOING).count() == 2
        assert signup_box(world.ana, event).left == 0

    def test_who_has_moved_out_leaves_the_line(self, world, hold):
        event = hold(capacity=1)
        sign_up(actor=world.boris, event=event)
        teo = sign_up(actor=world.teo, event=event)
        ana = sign_up(actor=world.ana, event=event)
        move_out(world, "teo")
        withdraw(actor=world.boris, event=event)
        teo.refresh_from_db(), ana.refresh_from_db()
        assert (teo.state, ana.state) == (State.CANCELLED, State.GOING)
        queue.drain()
        assert [message.to for message in mail.outbox] == [[world.ana.email]]

    def test_who_has_moved_out_gives_their_seat_back(self, world, hold):
        event = hold(capacity=1)
        teo = sign_up(actor=world.teo, event=event)
        ana = sign_up(actor=world.ana, event=event)
        release_seats_of_departed()
        teo.refresh_from_db()
        assert teo.state == State.GOING
        move_out(world, "teo")
        release_seats_of_departed()
        teo.refresh_from_db(), ana.refresh_from_db()
        assert (teo.state, ana.state) == (State.CANCELLED, State.GOING)
        queue.drain()
        assert [message.to for message in mail.outbox] == [[world.ana.email]]

    def test_nothing_is_given_back_once_it_has_started(self, world, hold):
        event = hold(capacity=1)
        sign_up(actor=world.ana, event=event)
        EventPage.objects.filter(pk=event.pk).update(starts_at=hours(-1))
        with pytest.raises(SignupClosed, match="started"):
            withdraw(actor=world.ana, event=event)


def move_out(world, name):
    from buildings.residents.models import Residency
    from buildings.residents.operations.residencies import move_out as end
    from concierge.demo.cast import SYSTEM

    for residency in Residency.objects.filter(person__user=world.people[name]):
        end(actor=SYSTEM, residency=residency, end_date=clock.today("UTC") - dt.timedelta(days=3))


class TestChanges:
    @pytest.fixture
    def event(self, world, hold):
        event = hold(capacity=1)
        sign_up(actor=world.ana, event=event)
        sign_up(actor=world.teo, event=event)
        return event

    def told(self):
        queue.drain()
        told = sorted((message.subject, message.to[0]) for message in mail.outbox)
        mail.outbox.clear()
        return told

    def test_another_time_is_told_once(self, world, event):
        moved = event.starts_at + dt.timedelta(hours=1)
        event = publish(event, world.boris, starts_at=moved)
        assert self.told() == [
            ("New time: Roof dinner", world.ana.email),
            ("New time: Roof dinner", world.teo.email),
        ]
        publish(event, world.boris, starts_at=moved, summary="With dessert")
        assert self.told() == []

    def test_other_words_are_no_news(self, world, event):
        publish(event, world.boris, summary="Bring a chair", title="Roof supper")
        assert self.told() == []

    def test_a_draft_tells_nobody(self, world, event):
        page = EventPage.objects.get(pk=event.pk)
        page.place = "Cellar"
        page.save_revision(user=world.boris)
        assert self.told() == []

    def test_a_publication_that_is_only_scheduled_tells_nobody(self, world, event):
        page = EventPage.objects.get(pk=event.pk)
        page.place, page.go_live_at = "Cellar", hours(5)
        page.save_revision(user=world.boris).publish(user=world.boris)
        assert self.told() == []

    def test_called_off_and_on_again(self, world, event):
        event = publish(event, world.boris, is_cancelled=True, cancel_reason="Storm is coming.")
        queue.drain()
        assert {message.subject for message in mail.outbox} == {"Called off: Roof dinner"}
        assert all("Storm is coming." in message.body for message in mail.outbox)
        mail.outbox.clear()
        event = publish(event, world.boris, cancel_reason="A storm is coming.")
        assert self.told() == []
        moved = event.starts_at + dt.timedelta(days=1)
        publish(event, world.boris, is_cancelled=False, starts_at=moved, ends_at=moved)
        assert [subject for subject, _ in self.told()] == ["Takes place after all: Roof dinner"] * 2

    def test_who_cannot_read_it_any_more_is_not_told(self, world, event):
        move_out(world, "teo")
        publish(event, world.boris, place="Cellar")
        assert self.told() == [("New place: Roof dinner", world.ana.email)]

    def test_the_mail_comes_in_the_language_of_the_building_and_on_its_wall(self, world, event):
        from zoneinfo import ZoneInfo

        wall = clock.on_wall(event.starts_at, "Europe/Berlin")
        publish(event, world.boris, place="Cellar")
        queue.drain()
        assert wall.replace(tzinfo=ZoneInfo("Europe/Berlin")) == event.starts_at
        assert f"{wall:%B} {wall.day}, {wall.year}" in mail.outbox[0].body.replace(".", "") or (
            f"{wall.day}" in mail.outbox[0].body
        )
        assert "Cellar" in mail.outbox[0].body


class TestStaff:
    def test_asta_signs_ana_off_and_teo_comes(self, world, hold):
        event = hold(capacity=1)
        ana = sign_up(actor=world.ana, event=event)
        teo = sign_up(actor=world.teo, event=event)
        sign_off(actor=world.asta, signup=ana)
        ana.refresh_from_db(), teo.refresh_from_db()
        assert (ana.state, teo.state) == (State.CANCELLED, State.GOING)
        queue.drain()
        assert {message.to[0]: message.subject for message in mail.outbox} == {
            world.ana.email: "You are no longer signed up: Roof dinner",
            world.teo.email: "You have a seat: Roof dinner",
        }
        with pytest.raises(NotSignedUp):
            sign_off(actor=world.asta, signup=ana)

    @pytest.mark.parametrize(
        ("name", "refusal"),
        [("fin", NotAllowed), ("ana", NotAllowed), ("teo", NotFound), ("dara", NotFound),
         ("iris", NotFound), ("emil", NotFound)],
    )  # fmt: skip
    def test_others_cannot(self, world, hold, name, refusal):
        signup = sign_up(actor=world.ana, event=hold())
        with pytest.raises(refusal):
            sign_off(actor=world.people[name], signup=signup)
        signup.refresh_from_db()
        assert signup.state == State.GOING

    def test_the_desk_lists_who_comes_and_exports_it(self, world, sign_in):
        client = sign_in("boris")
        place = "/desk/harbour/willow-court/events/"
        assert "Weeping summer party" in client.get(place).content.decode()
        event = world.events["willow"]
        page = client.get(f"{place}{event.public_id}/").content.decode()
        assert "Ana Almeida" in page
        answer = client.get(f"{place}{event.public_id}/export/")
        assert answer.content[:2] == b"PK"
        assert 'filename="summer-party-' in answer["Content-Disposition"]

    def test_a_foreign_event_is_no_event_of_the_building(self, world, sign_in):
        for key in ("quay", "elm"):
            address = f"/desk/harbour/willow-court/events/{world.events[key].public_id}/"
            assert sign_in("mara").get(address).status_code == 404


class TestStrangers:
    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    def test_they_cannot_sign_up_at_willow_court(self, world, hold, name):
        event = hold()
        with pytest.raises(NotFound):
            sign_up(actor=world.people[name], event=event)
        with pytest.raises(NotSignedUp):
            withdraw(actor=world.people[name], event=event)

    def test_only_those_it_is_for(self, world, hold, sign_in):
        event = hold(audience=[("only_for", {"kinds": ["tenant"]})])
        sign_up(actor=world.teo, event=event)
        with pytest.raises(NotFound):
            sign_up(actor=world.ana, event=event)
        for address in (
            "/harbour/willow-court/events/roof-dinner/",
            f"/my/events/{event.public_id}/event.ics",
            f"/api/v1/events/{event.public_id}",
        ):
            assert sign_in("teo").get(address).status_code == 200, address
            assert sign_in("ana").get(address).status_code == 404, address
        # The worker tells the search.
        queue.drain()
        for address in (
            "/harbour/willow-court/",
            "/harbour/willow-court/events/?view=list",
            f"/harbour/willow-court/events/?month={event.starts_at:%Y-%m}",
            "/api/v1/events",
            "/search/?q=dinner",
        ):
            # Found words are marked up in the search.
            assert "Roof dinner" in strip_tags(sign_in("teo").get(address).content.decode()), (
                address
            )
            assert "Roof dinner" not in strip_tags(sign_in("ana").get(address).content.decode())


class TestOnThePage:
    def test_ana_signs_up_and_withdraws_without_script(self, world, hold, sign_in):
        event = hold(guests_each=1)
        client = sign_in("ana")
        place = "/harbour/willow-court/events/roof-dinner/"
        assert "10 of 10 seats free" in client.get(place).content.decode()
        answer = client.post(f"/my/events/{event.public_id}/sign-up/", {"guests": "1"}, follow=True)
        assert answer.redirect_chain == [(place, 302)]
        assert "You are signed up" in answer.content.decode()
        assert "8 of 10 seats free" in answer.content.decode()
        answer = client.post(f"/my/events/{event.public_id}/withdraw/", follow=True)
        assert "You have withdrawn" in answer.content.decode()

    @pytest.mark.parametrize("guests", ["2", "-1", "many", "9" * 40, "\x00"])
    def test_nonsense_is_answered_in_words(self, hold, sign_in, guests):
        event = hold(guests_each=1)
        answer = sign_in("ana").post(
            f"/my/events/{event.public_id}/sign-up/", {"guests": guests}, follow=True
        )
        assert answer.status_code == 200
        assert "guest" in answer.content.decode()
        assert not event.signups.exists()

    def test_the_token_of_the_form_is_needed(self, world, hold):
        from django.test import Client

        client = Client(enforce_csrf_checks=True)
        client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
        event = hold()
        assert client.post(f"/my/events/{event.public_id}/sign-up/").status_code == 403

    def test_programs_do_the_same(self, hold, sign_in):
        event = hold(capacity=1)
        address = f"/api/v1/events/{event.public_id}/sign-up"
        ana, teo = sign_in("ana"), sign_in("teo")
        body = {"content_type": "application/json"}
        assert ana.post(address, {}, **body).json()["state"] == "going"
        assert teo.post(address, {}, **body).json()["position"] == 1
        seen = teo.get(f"/api/v1/events/{event.public_id}").json()
        assert (seen["seats_left"], seen["waiting"], seen["signup"]["state"]) == (0, 1, "waiting")
        assert ana.post(address, {}, **body).status_code == 409
        assert ana.delete(address).json()["state"] == "cancelled"
        assert teo.get(f"/api/v1/events/{event.public_id}").json()["signup"]["state"] == "going"
        assert ana.post(address, {"guests": 3}, **body).status_code == 422
