"""The logo of a building, which stands beside its name on every page of its site."""

import uuid
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from buildings.properties.events import BuildingChanged
from buildings.properties.models import Building
from buildings.properties.operations.buildings import mark_content_changed
from foundation import audit, events
from foundation.actors import Actor
from foundation.errors import InvalidInput
from foundation.permissions import require
from foundation.uploads import clean_image

MAX_LOGO_BYTES = 5 * 1024 * 1024
LONGEST_SIDE = 512


@transaction.atomic
def set_logo(*, actor: Actor, building: Building, content: bytes, file_name: str) -> Building:
    """Give the building a logo, or another one. The picture is scaled down and written anew.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        InvalidInput: no picture of a known kind, broken, or larger than 5 MB.
    """
    require(actor, "properties.change_building", building)
    if len(content) > MAX_LOGO_BYTES:
        message = _("This file is larger than 5 MB. Scale the picture down and upload it again.")
        raise InvalidInput(message, fields={"file": [message]})
    picture = clean_image(content, file_name, LONGEST_SIDE)
    # A name of its own each time: browsers keep pictures, and nobody guesses it.
    name = f"{uuid.uuid4().hex}{PurePath(picture.name).suffix}"
    building = _locked(building)
    old = building.logo.name or ""
    building.logo.save(name, ContentFile(picture.content), save=False)
    return _replaced(actor, building, old, shown=file_name)


@transaction.atomic
def remove_logo(*, actor: Actor, building: Building) -> Building:
    """Show the product's own mark again; nothing happens if there is no logo.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
    """
    require(actor, "properties.change_building", building)
    building = _locked(building)
    old = building.logo.name
    if not old:
        return building
    building.logo = ""
    return _replaced(actor, building, old, shown="")


def _locked(building: Building) -> Building:
    locked: Building = (
        Building.objects.select_for_update(of=("self",))
        .select_related("company")
        .get(pk=building.pk)
    )
    return locked


def _replaced(actor: Actor, building: Building, old: str, *, shown: str) -> Building:
    building.save(update_fields=["logo"])
    mark_content_changed(building_ids=[building.pk])
    before = _("a picture") if old else ""
    audit.record(actor, "properties.building_changed", building, {"logo": (before, shown)})
    events.publish(
        BuildingChanged(company_id=building.company_id, building_id=building.pk, fields=["logo"]),
        actor=actor,
    )
    if old:
        storage = building.logo.storage
        transaction.on_commit(lambda: storage.delete(old))
    return building
