"""Editors see a draft as its readers will: in the frame of its building."""

import pytest
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def assert_in_willow_court(response) -> None:
    """The name, the colour (hue 172) and the menu of the building's own site."""
    assert response.status_code == 200
    html = response.content.decode()
    assert '<span class="brand-name">Willow Court</span>' in html
    assert "/theme/172.css" in html
    assert 'href="/harbour/willow-court/announcements/"' in html
    assert "<c-" not in html


@pytest.mark.parametrize("name", ["boris", "asta", "sol"])
@pytest.mark.parametrize("kind", ["homes", "infos", "announcements"])
class TestAPage:
    def test_as_a_draft(self, sign_in, world, kind, name):
        page = getattr(world, kind)["willow"]
        assert_in_willow_court(sign_in(name).get(f"/cms/pages/{page.pk}/view_draft/"))

    def test_as_an_earlier_revision(self, sign_in, world, kind, name):
        page = Page.objects.get(pk=getattr(world, kind)["willow"].pk).specific
        revision = page.save_revision(user=world.sol)
        path = f"/cms/pages/{page.pk}/revisions/{revision.pk}/view/"
        assert_in_willow_court(sign_in(name).get(path))

    def test_while_it_is_edited(self, sign_in, world, fields_of, kind, name):
        page = getattr(world, kind)["willow"]
        client = sign_in(name)
        path = f"/cms/pages/{page.pk}/edit/preview/"
        assert client.post(path, fields_of(page, summary="Seen before anybody")).json()["is_valid"]
        response = client.get(path)
        assert_in_willow_court(response)


class TestANewPage:
    def test_before_it_is_saved(self, sign_in, world, fields_of):
        client = sign_in("boris")
        path = f"/cms/pages/add/portal/infopage/{world.homes['willow'].pk}/preview/"
        assert client.post(path, fields_of()).json()["is_valid"]
        response = client.get(path)
        assert_in_willow_court(response)
        assert "A new page" in response.content.decode()


class TestAnotherBuilding:
    def test_lends_nothing(self, sign_in, world):
        """Each preview stands in its own building, also for whoever sees several."""
        client = sign_in("sol")
        client.get(f"/cms/pages/{world.infos['willow'].pk}/view_draft/")
        html = client.get(f"/cms/pages/{world.infos['elm'].pk}/view_draft/").content.decode()
        assert '<span class="brand-name">Elm Gardens</span>' in html
        assert "Willow" not in html

    def test_the_page_of_a_company_has_the_plain_frame(self, sign_in, world):
        company_page = world.homes["willow"].get_parent()
        html = sign_in("mara").get(f"/cms/pages/{company_page.pk}/view_draft/").content.decode()
        assert '<span class="brand-name">New Concierge</span>' in html
