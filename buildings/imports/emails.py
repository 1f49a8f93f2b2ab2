"""The one message an import sends."""

from django.urls import reverse

from buildings.imports.models import ImportRun
from foundation import mail
from foundation.languages import language_for


def send_import_finished_mail(run: ImportRun) -> None:
    """Tell whoever started the import how it ended; nobody if the system did."""
    if run.actor is None or not run.actor.is_active:
        return
    mail.send(
        to=run.actor.email,
        message="imports/import_finished",
        language=language_for(run.actor, run.building),
        context={
            "run": run,
            "name": run.actor.get_short_name() or run.actor.display_name,
            "is_applied": run.state == ImportRun.State.APPLIED,
            "path": reverse("imports:run-detail", args=[run.uuid]),
        },
    )
