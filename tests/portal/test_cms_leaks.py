"""The known leaks of a stock Wagtail with several tenants, row by row, each closed.

The crawler finds what nobody thought of; this table says what was found before, and how it was
asked for. "closed": the address does not exist for staff. "own": it answers, about own things.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import InfoPage
from tests.portal.test_files import png

pytestmark = pytest.mark.django_db

CLOSED, OWN = "closed", "own"

#: (row, address with ids of `{page}`, `{home}`, `{image}`, `{document}` of another tenant, outcome)
ROWS = [
    ("explorer at a shared ancestor", "/cms/pages/{page}/", CLOSED),
    ("explorer, results", "/cms/pages/{home}/results/?q=lift", CLOSED),
    ("explorer from the root", "/cms/pages/", OWN),
    ("explorer filters list people and sites", "/cms/pages/{own_home}/", OWN),
    ("explorer searches the whole tree", "/cms/pages/{own_home}/?q=lift&search_all=1", OWN),
    ("explorer filters by foreign people", "/cms/pages/{own_home}/?owner={dara}&site=1", OWN),
    ("sidebar and page search", "/cms/pages/search/?q=lift", OWN),
    ("dashboard counts and recent edits", "/cms/", OWN),
    ("admin API, listing", "/cms/api/main/pages/?fields=*", OWN),
    ("admin API, children", "/cms/api/main/pages/?child_of={home}", CLOSED),
    ("admin API, descendants", "/cms/api/main/pages/?descendant_of={home}", CLOSED),
    ("admin API, search", "/cms/api/main/pages/?search=lift", OWN),
    ("admin API, for the explorer", "/cms/api/main/pages/?for_explorer=1&child_of={own_home}", OWN),
    ("admin API, detail", "/cms/api/main/pages/{page}/", CLOSED),
    ("admin API, images", "/cms/api/main/images/", CLOSED),
    ("admin API, documents", "/cms/api/main/documents/{document}/", CLOSED),
    ("page chooser, search", "/cms/choose-page/search/?q=lift", OWN),
    ("page chooser, browse", "/cms/choose-page/{home}/", CLOSED),
    ("page chooser, chosen by id", "/cms/choose-page/chosen-multiple/?id={page}", CLOSED),
    ("page chooser, mixed ids", "/cms/choose-page/chosen-multiple/?id={own}&id={page}", CLOSED),
    ("page chooser, no number", "/cms/choose-page/chosen-multiple/?id=x", CLOSED),
    ("move names the page", "/cms/pages/{page}/move/{own_home}/confirm/", CLOSED),
    ("move names the destination", "/cms/pages/{own}/move/{home}/confirm/", CLOSED),
    ("comparison", "/cms/pages/{page}/revisions/compare/earliest...latest/", CLOSED),
    ("history", "/cms/pages/{page}/history/", CLOSED),
    ("usage of a page", "/cms/pages/{page}/usage/", CLOSED),
    ("workflow cancellation", "/cms/pages/workflow/confirm_cancellation/{page}/", CLOSED),
    ("workflow history", "/cms/pages/{page}/workflow_history/", CLOSED),
    ("workflow history, one", "/cms/pages/{own}/workflow_history/detail/{state}/", CLOSED),
    ("workflow, a step of others", "/cms/pages/workflow/action/{own}/approve/{step}/", CLOSED),
    ("workflow, its data", "/cms/pages/workflow/collect_action_data/{own}/reject/{step}/", CLOSED),
    ("workflow, a foreign draft", "/cms/pages/workflow/preview/{page}/{task}/", CLOSED),
    ("bulk actions, pages", "/cms/bulk/wagtailcore/page/delete/?id={page}", CLOSED),
    ("bulk actions, all", "/cms/bulk/wagtailcore/page/publish/?id=all", CLOSED),
    ("bulk actions, images", "/cms/bulk/wagtailimages/image/delete/?id={image}", CLOSED),
    ("bulk actions, documents", "/cms/bulk/wagtaildocs/document/delete/?id={document}", CLOSED),
    ("pages by type", "/cms/pages/usage/portal/infopage/", CLOSED),
    ("parent chooser", "/cms/pages/create/portal/infopage", CLOSED),
    ("report: page types", "/cms/reports/page-types-usage/", CLOSED),
    ("report: workflow", "/cms/reports/workflow/", CLOSED),
    ("report: workflow tasks", "/cms/reports/workflow_tasks/", CLOSED),
    ("report: site history", "/cms/reports/site-history/", CLOSED),
    ("report: aging pages", "/cms/reports/aging-pages/", CLOSED),
    ("report: locked pages", "/cms/reports/locked/", CLOSED),
    ("task chooser", "/cms/workflows/task_chooser/", CLOSED),
    ("workflows", "/cms/workflows/list/", CLOSED),
    ("images, list", "/cms/images/", OWN),
    ("images, search", "/cms/images/?q=picture", OWN),
    ("images, foreign collection", "/cms/images/?collection_id={collection}", OWN),
    ("images, edit", "/cms/images/{image}/", CLOSED),
    ("images, usage", "/cms/images/usage/{image}/", CLOSED),
    ("images, preview of a size", "/cms/images/{image}/preview/max-100x100/", CLOSED),
    ("image chooser and its tags", "/cms/images/chooser/", OWN),
    ("image chooser, chosen", "/cms/images/chooser/chosen/{image}/", CLOSED),
    ("image chooser, several", "/cms/images/chooser/chosen-multiple/?id={image}", OWN),
    ("image chooser, format", "/cms/images/chooser/{image}/select_format/", CLOSED),
    ("documents, list", "/cms/documents/?q=rules", OWN),
    ("documents, edit", "/cms/documents/edit/{document}/", CLOSED),
    ("documents, usage", "/cms/documents/usage/{document}/", CLOSED),
    ("document chooser", "/cms/documents/chooser/?q=rules", OWN),
    ("document chooser, chosen", "/cms/documents/chooser/chosen/{document}/", CLOSED),
    ("document chooser, several", "/cms/documents/chooser/chosen-multiple/?id={document}", OWN),
    ("snippets", "/cms/snippets/", CLOSED),
    ("users", "/cms/users/", CLOSED),
    ("groups", "/cms/groups/", CLOSED),
    ("sites", "/cms/sites/", CLOSED),
    ("collections", "/cms/collections/", CLOSED),
    ("collection privacy", "/cms/collections/{collection}/privacy/", CLOSED),
    ("privacy dialog, foreign", "/cms/pages/{page}/privacy/", CLOSED),
    ("privacy dialog, own", "/cms/pages/{own}/privacy/", CLOSED),
    ("tag suggestions", "/cms/tag-autocomplete/?term=Elm", CLOSED),
    ("editing sessions", "/cms/editing-sessions/ping/wagtailcore/page/{page}/1/", CLOSED),
    ("an unknown revision", "/cms/pages/{own}/revisions/999999/revert/", CLOSED),
]


@pytest.fixture
def ids(world) -> dict[str, Any]:
    page = InfoPage.objects.get(pk=world.infos["elm"].pk)
    state = page.get_workflow().start(page, world.people["dara"])
    return {
        "state": state.pk, "step": state.current_task_state_id,
        "task": state.current_task_state.task_id,
        "page": world.infos["elm"].pk, "home": world.homes["elm"].pk,
        "image": world.images["elm"].pk, "document": world.documents["elm"].pk,
        "collection": world.homes["elm"].collection_id, "dara": world.people["dara"].pk,
        "own": world.infos["willow"].pk, "own_home": world.homes["willow"].pk,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["one building", "two in one company"])
@pytest.mark.parametrize(("row", "address", "outcome"), ROWS, ids=[row[0] for row in ROWS])
def test_row(editors, ids, kind, row, address, outcome) -> None:
    editor = editors[kind]
    response = editor.client().get(address.format(**ids), follow=outcome == OWN)
    if outcome == CLOSED:
        # Wagtail answers "not allowed" by going back to the dashboard, without a name.
        refused = response.status_code in (403, 404) or response.get("Location") == "/cms/"
        assert refused, response.status_code
    else:
        assert response.status_code == 200
    assert editor.leaks_in(response) == []


class TestWhatStaffSee:
    def test_explorer_offers_no_filters_by_people(self, boris, world) -> None:
        page = boris.client().get(f"/cms/pages/{world.homes['willow'].pk}/").content.decode()
        for name in ("owner", "edited_by", "site"):
            assert f'name="{name}"' not in page
        assert 'name="content_type"' in page

    def test_menu_is_short(self, boris) -> None:
        page = boris.client().get("/cms/").content.decode()
        assert "/cms/images/" in page
        for path in ("/cms/reports/", "/cms/users/", "/cms/workflows/", "/cms/collections/"):
            assert path not in page

    def test_chooser_opens_where_they_work(self, boris, world) -> None:
        response = boris.client().get("/cms/choose-page/?page_type=wagtailcore.page")
        home = world.homes["willow"].pk
        assert response["Location"] == f"/cms/choose-page/{home}/?page_type=wagtailcore.page"
        response = boris.client().get(response["Location"])
        assert "Weeping house rules" in response.json()["html"]

    def test_nobody_switches_privacy(self, boris, world) -> None:
        """Who reads a page follows from residencies, even for super users."""
        for user in (boris.user, world.people["sol"]):
            for page in (world.infos["willow"], world.homes["willow"]):
                assert not page.permissions_for_user(user).can_set_view_restrictions()

    @pytest.mark.parametrize("name", ["boris", "asta", "sol"])
    def test_ones_account_offers_no_picture_that_nobody_could_see(self, sign_in, world, name):
        client = sign_in(name)
        page = client.get("/cms/account/").content.decode()
        assert 'name="name_email-first_name"' in page
        assert 'type="file"' not in page
        data = {"name_email-first_name": "Robin", "name_email-last_name": "Lang",
                "theme-theme": "dark", "theme-density": "default", "theme-contrast": "system",
                "avatar-avatar": SimpleUploadedFile("me.png", png())}  # fmt: skip
        assert client.post("/cms/account/", data).status_code == 302
        user = type(world.people[name]).objects.get(pk=world.people[name].pk)
        assert user.first_name == "Robin"
        assert not user.wagtail_userprofile.avatar
        assert user.wagtail_userprofile.theme == "dark"

    def test_nothing_is_kept_by_a_shared_cache(self, boris) -> None:
        assert boris.client().get("/cms/")["Cache-Control"] == "private, no-store"


def test_preview_may_be_framed_by_the_editor_only(boris, world) -> None:
    """The page in the preview keeps its strict policy, except for the frame around it."""
    path = f"/cms/pages/{world.infos['willow'].pk}/"
    policy = boris.client().get(path + "view_draft/")["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
    policy = boris.client().get(path + "edit/")["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "'none' 'self'" not in policy
    assert "'self' 'none'" not in policy
