"""Boris writes events in the CMS: times on the building's wall, mistakes said in words."""

import datetime as dt

import pytest
from wagtail.models import Page

from portal.models import EventIndexPage, EventPage
from portal.operations.signups import sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(boris, world, fields_of):
    """`post(starts_at=…)` sends the editor's form for a new event; `page=` for an old one."""
    index = EventIndexPage.objects.descendant_of(world.homes["willow"]).get()

    def send(page=None, **changes):
        values = {
            "starts_at": "2026-07-01 19:00",
            "ends_at": "2026-07-01 22:00",
            "place": "Roof",
            "organiser": "",
            "picture": "",
            "signup": "none",
            "capacity": "",
            "guests_each": "0",
            "signup_closes_at": "",
            "cancel_reason": "",
            "audience-count": 0,
            "action-publish": "1",
        }
        place = f"/cms/pages/{page.pk}/edit/" if page else (
            f"/cms/pages/add/portal/eventpage/{index.pk}/"
        )  # fmt: skip
        return boris.client().post(place, fields_of(page, **(values | changes)))

    return send


def written():
    return EventPage.objects.get(slug="a-new-page")


def mistakes(answer):
    assert answer.status_code == 200
    assert not EventPage.objects.filter(slug="a-new-page").exists()
    return answer.context["form"].errors


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "moment"),
        [
            ("2026-07-01 19:00", dt.datetime(2026, 7, 1, 17, tzinfo=dt.UTC)),
            ("2026-12-01 19:00", dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)),
            ("2026-10-25 02:30", dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)),
        ],
    )
    def test_are_those_on_the_wall_in_hamburg(self, post, typed, moment):
        assert post(starts_at=typed, ends_at="2027-01-01 12:00").status_code == 302
        assert written().starts_at == moment

    def test_are_shown_as_they_were_typed(self, post, boris):
        post(starts_at="2026-12-01 19:00", ends_at="2026-12-01 20:15")
        form = boris.client().get(f"/cms/pages/{written().pk}/edit/").content.decode()
        assert 'value="2026-12-01 19:00"' in form
        assert 'value="2026-12-01 20:15"' in form
        assert "Europe/Berlin" in form

    def test_the_zone_of_the_editors_account_changes_nothing(self, post, boris):
        from wagtail.users.models import UserProfile

        profile = UserProfile.get_for_user(boris.user)
        profile.current_time_zone = "Asia/Tokyo"
        profile.save()
        post(starts_at="2026-12-01 19:00", ends_at="2026-12-01 20:00")
        assert written().starts_at == dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)
        form = boris.client().get(f"/cms/pages/{written().pk}/edit/").content.decode()
        assert 'value="2026-12-01 19:00"' in form

    def test_the_hour_that_the_clocks_skip_is_refused(self, post):
        errors = mistakes(post(starts_at="2026-03-29 02:30", ends_at="2026-03-29 05:00"))
        assert "does not exist" in errors["starts_at"][0]

    def test_without_an_end_it_takes_an_hour(self, post):
        assert post(ends_at="").status_code == 302
        assert written().ends_at - written().starts_at == dt.timedelta(hours=1)

    def test_whole_days_reach_from_midnight_to_midnight(self, post):
        post(starts_at="2026-10-25 13:00", ends_at="", is_whole_day="on")
        event = written()
        assert event.starts_at == dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)
        assert event.ends_at == dt.datetime(2026, 10, 25, 22, 59, tzinfo=dt.UTC)


class TestMistakes:
    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("ends_at", {"ends_at": "2026-07-01 18:00"}),
            ("ends_at", {"ends_at": "2028-07-01 18:00"}),
            ("starts_at", {"starts_at": "tomorrow"}),
            ("starts_at", {"starts_at": ""}),
            ("starts_at", {"starts_at": "0001-01-01 00:00"}),
            ("signup_closes_at", {"signup_closes_at": "2026-08-01 10:00"}),
            ("capacity", {"capacity": "0"}),
            ("capacity", {"capacity": "-4"}),
            ("capacity", {"capacity": "99999999999999999999"}),
            ("guests_each", {"capacity": "2", "guests_each": "2"}),
            ("guests_each", {"guests_each": "21"}),
        ],
    )  # fmt: skip
    def test_are_said_at_their_field(self, post, field, changes):
        assert field in mistakes(post(**changes))


class TestCareForPeople:
    @pytest.fixture
    def event(self, world):
        sign_up(actor=world.teo, event=world.events["willow"])
        return world.events["willow"]

    def test_an_event_with_people_is_called_off_first(self, boris, event):
        client = boris.client()
        answer = client.post(f"/cms/pages/{event.pk}/unpublish/")
        assert answer["Location"] == f"/cms/pages/{event.pk}/edit/"
        assert Page.objects.get(pk=event.pk).live
        EventPage.objects.filter(pk=event.pk).update(is_cancelled=True)
        client.post(f"/cms/pages/{event.pk}/unpublish/")
        assert not Page.objects.live().filter(pk=event.pk).exists()

    def test_nor_is_it_put_away_under_them(self, boris, event):
        client = boris.client()
        answer = client.post(f"/cms/pages/{event.pk}/put-away/")
        assert answer["Location"] == f"/cms/pages/{event.pk}/edit/"
        client.post(f"/cms/pages/{event.get_parent().pk}/put-away/")
        assert Page.objects.get(pk=event.pk).live
        EventPage.objects.filter(pk=event.pk).update(is_cancelled=True)
        client.post(f"/cms/pages/{event.pk}/put-away/")
        assert not Page.objects.get(pk=event.pk).live

    def test_an_event_that_was_read_is_not_deleted(self, boris, event):
        """Called off or not: pages that were read are put away."""
        boris.client().post(f"/cms/pages/{event.pk}/delete/")
        assert Page.objects.get(pk=event.pk).live

    def test_nor_does_its_calendar_vanish(self, boris, event):
        index = event.get_parent()
        boris.client().post(f"/cms/pages/{index.pk}/delete/")
        assert Page.objects.filter(pk=event.pk).exists()

    def test_a_copy_starts_with_an_empty_list(self, boris, event, world):
        copied = event.copy(update_attrs={"slug": "again", "title": "Again"}, user=boris.user)
        assert copied.public_id != event.public_id
        assert copied.signups.count() == 0

    def test_every_new_building_has_a_calendar(self, world):
        for home in (world.homes[key] for key in world.buildings):
            assert home.get_children().type(EventIndexPage).live().count() == 1
