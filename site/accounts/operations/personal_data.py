"""A person's right to a copy of what is kept about them, and to be forgotten."""

import datetime as dt
import io
import json
import zipfile

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import DataExport, KnownDevice, User
from accounts.operations.guards import forget_attempts
from accounts.operations.sessions import end_all_sessions
from foundation import audit, clock, personal_data, queue, tenancy
from foundation.actors import Actor, SystemActor
from foundation.errors import Conflict
from foundation.permissions import require

#: How long a finished copy can be fetched.
KEEP_DAYS = 7


@transaction.atomic
def order_export(*, actor: Actor, user: User) -> DataExport:
    """Have a copy of everything about `user` made in the background; the link is mailed.

    Raises:
        NotFound, NotAllowed: it is somebody else's account.
        Conflict: one is being made already.
    """
    require(actor, "accounts.export_user", user)
    # The lock makes two parallel orders meet here.
    User.objects.select_for_update().get(pk=user.pk)
    if DataExport.objects.filter(user=user, ready_at=None).exists():
        raise Conflict(_("Your copy is being made already. We mail you when it is ready."))
    export = DataExport.objects.create(user=user, requested_at=clock.now())
    audit.record(actor, "accounts.personal_data_ordered", user)
    queue.enqueue("accounts.tasks.make_export", export.pk)
    return export


def make_export(*, export_id: int) -> bool:
    """Build the ZIP file of an ordered copy; answer whether there is one now.

    Safe to run twice: the second run replaces the first one's file.
    """
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or not export.user.is_active:
        return False
    content = _archive_of(export.user)
    with transaction.atomic():
        export = DataExport.objects.select_for_update().get(pk=export_id)
        if export.archive:
            _delete_archive(export)
        export.archive.save("", ContentFile(content), save=False)
        export.ready_at = clock.now()
        export.expires_at = export.ready_at + dt.timedelta(days=KEEP_DAYS)
        export.save()
    return True


def _archive_of(user: User) -> bytes:
    """A ZIP file: one JSON document per part, and the files themselves."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in personal_data.export_of(user).items():
            text = json.dumps(content, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
            archive.writestr(f"{name}.json", text)
        for path, data in personal_data.files_of(user):
            archive.writestr(f"files/{path}", data)
    return buffer.getvalue()


@transaction.atomic
def delete_old_exports() -> int:
    """Delete the files of copies that can no longer be fetched; answer how many."""
    old = DataExport.objects.filter(expires_at__lt=clock.now())
    for export in old:
        _delete_archive(export)
    count: int = old.delete()[0]
    return count


@transaction.atomic
def order_erasure(*, actor: Actor, user: User) -> None:
    """Close an account at once, and have everything that tells who it was erased.

    There is no way back. The work itself is done in the background.

    Raises:
        NotFound, NotAllowed: it is somebody else's account.
        Conflict: something has to be handed over first; the message says what.
    """
    require(actor, "accounts.erase_user", user)
    user = User.objects.select_for_update().get(pk=user.pk)
    _refuse_obstacles(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    tenancy.forget_grants(user)
    audit.record(actor, "accounts.erasure_ordered", user)
    queue.enqueue("accounts.tasks.erase_account", user.pk)
    end_all_sessions(user=user)


@transaction.atomic
def erase_account(*, user_id: int) -> bool:
    """Carry out an ordered erasure: pseudonymise the account and all that apps keep about it.

    The row stays, without a name and without access, so that what the person did for a company
    keeps an author and the audit log its links. Safe to run twice; answers whether this run did it.

    Raises:
        Conflict: something has to be handed over first.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        raise Conflict(_("An account is closed before it is erased."))
    if user.email == erased_address(user):
        return False
    _refuse_obstacles(user)
    addresses = {
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    }
    personal_data.erase(user, addresses=addresses)
    audit.record(SystemActor("erasure"), "accounts.account_erased", User.objects.get(pk=user_id))
    return True


def _refuse_obstacles(user: User) -> None:
    obstacles = personal_data.obstacles_of(user)
    if obstacles:
        raise Conflict(" ".join(obstacles))


def pseudonymise(*, user: User) -> None:
    """Take name, addresses and every way in from the account's row. Part of erasing it."""
    forget_attempts(user=user)
    EmailAddress.objects.filter(user=user).delete()
    KnownDevice.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for export in DataExport.objects.filter(user=user):
        _delete_archive(export)
        export.delete()
    user.groups.clear()
    user.first_name, user.last_name, user.language = "", "", ""
    user.phone, user.time_zone, user.preferences = "", "", {}
    if user.avatar:
        picture, name = user.avatar.storage, str(user.avatar.name)
        transaction.on_commit(lambda: picture.delete(name))
        user.avatar = ""
    user.email = erased_address(user)
    user.is_active = user.is_platform_staff = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    end_all_sessions(user=user)


def erased_address(user: User) -> str:
    """What stands in the place of an address; it can receive nothing."""
    return f"erased-{user.pk}@invalid.example"


def _delete_archive(export: DataExport) -> None:
    """Clear the reference now and delete the file once that is certain."""
    if export.archive:
        storage, name = export.archive.storage, str(export.archive.name)
        transaction.on_commit(lambda: storage.delete(name))
        export.archive = ""
