"""What is going on in the CMS: a draft that waits for Boris, and pages kept for all buildings."""

import json
from typing import TYPE_CHECKING, Any

from django.apps import apps

from foundation.actors import SystemActor
from portal.operations.approvals import submit_page
from portal.operations.masters import adopt_master, give_master, replace_part
from portal.operations.pages import draft_page, publish_page
from portal.queries.masters import master_index_of
from portal.queries.places import building_site

if TYPE_CHECKING:
    from concierge.demo.cast import Cast

WORKER = SystemActor("demo")

WINDOWS: list[tuple[str, Any]] = [
    ("text", "<p>The cleaners come on Monday and work from the fifth floor down. Please keep the "
             "windows shut and the balconies free until Wednesday.</p>"),
    ("callout", {"tone": "info", "title": "Not at home?",
                 "text": "<p>Nobody needs to come in; they work from outside.</p>"}),
]  # fmt: skip

FIRE: list[tuple[str, Any]] = [
    ("heading", "If there is a fire"),
    ("text", "<p>Call 112. Warn your neighbours. Leave by the stairs, never by the lift.</p>"),
    ("callout", {"tone": "warn", "title": "Smoke in the stairs?",
                 "text": "<p>Stay in, close the door, seal the gap and wait at the window.</p>"}),
    ("overridable", {"label": "Assembly point",
                     "content": [("text", "<p>On the pavement opposite the entrance.</p>")]}),
    ("heading", "Every day"),
    ("text", "<p>Keep the stairs free. Test the smoke alarm twice a year.</p>"),
]  # fmt: skip
FIRE_NEW = "<p>Call 112. Warn your neighbours. Leave by the stairs, close doors behind you.</p>"

REACH: list[tuple[str, Any]] = [
    ("text", "<p>Our office answers on working days from eight to six. Outside these hours the "
             "emergency line takes lifts, water, heating and doors.</p>"),
    ("contact", {"name": "Harbour Property Management", "role": "Office",
                 "phone": "+49 40 555 0199", "email": "office@harbour.example", "note": ""}),
    ("overridable", {"label": "In the building", "content": []}),
]  # fmt: skip


def write_editing(cast: "Cast") -> None:
    """Asta's draft, and Harbour's two pages: Willow Court has its own assembly point, and Quay
    House has not adopted the latest version."""
    _wait_for_boris(cast)
    index = master_index_of(cast.companies["harbour"].pk)
    model = apps.get_model("portal", "MasterPage")
    fire = model(
        title="Fire safety",
        slug="fire-safety",
        kind="safety",
        updates="adopted",
        summary="What to do when it burns, and every day before.",
        body=FIRE,
    )
    reach = model(
        title="How to reach us",
        slug="how-to-reach-us",
        kind="contact",
        summary="The company's office and the line for emergencies.",
        body=REACH,
    )
    for page in (fire, reach):
        publish_page(actor=cast.mara, parent=index, page=page)
        for building in (cast.willow, cast.quay):
            give_master(actor=WORKER, master_id=page.pk, building_id=building.pk)
    ours = give_master(actor=WORKER, master_id=fire.pk, building_id=cast.willow.pk)
    if ours is None:
        raise RuntimeError("Willow Court should show the page about fire safety")
    ours = replace_part(
        actor=cast.boris,
        page=ours,
        label="Assembly point",
        content=[("text", "<p>Under the old willow in the courtyard.</p>")],
    )
    fire = fire.get_latest_revision_as_object()
    # Under the same ids, so that the version is a change and no new page.
    raw = list(fire.body.raw_data)
    raw[1] = raw[1] | {"value": FIRE_NEW}
    fire.body = fire._meta.get_field("body").to_python(json.dumps(raw))
    fire.save_revision(user=cast.mara, log_action=True).publish(user=cast.mara)
    adopt_master(actor=cast.boris, page=ours)


def _wait_for_boris(cast: "Cast") -> None:
    index = building_site(cast.willow).get_children().specific().get(slug="announcements")
    page = draft_page(
        actor=cast.asta,
        parent=index,
        page=apps.get_model("portal", "AnnouncementPage")(
            title="Windows are cleaned next week",
            slug="windows-are-cleaned-next-week",
            summary="From Monday to Wednesday, floor by floor.",
            body=WINDOWS,
        ),
    )
    submit_page(actor=cast.asta, page=page, message="The company confirmed the days this morning.")
