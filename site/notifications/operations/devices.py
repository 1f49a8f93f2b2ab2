"""Which of a person's devices take messages."""

import base64
import binascii
import ipaddress
from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.operations.users import lock_user
from accounts.queries.devices import device_of
from accounts.queries.sessions import session_number
from foundation import audit, clock
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require
from notifications.models import PushDevice
from notifications.queries.devices import is_push_on

if TYPE_CHECKING:
    from accounts.models import User

MOST_DEVICES = 10


@transaction.atomic
def register_device(
    *,
    actor: "User",
    endpoint: str,
    p256dh: str,
    auth: str,
    user_agent: str,
    language: str,
    session_key: str | None,
) -> PushDevice:
    """Push a person's messages to a browser from now on. Doing it again renews its keys.

    A browser belongs to whoever switched it on last.

    Raises:
        Conflict: push is off here, or the person has ten devices already.
        InvalidInput: the address is no push service's, or the keys are none.
    """
    if not is_push_on():
        raise Conflict(_("Messages to devices are switched off here."))
    _check_address(endpoint)
    _check_keys(p256dh, auth)
    lock_user(actor)
    own = PushDevice.objects.filter(user=actor)
    is_known = own.filter(endpoint=endpoint).exists()
    if not is_known and own.count() >= MOST_DEVICES:
        raise Conflict(_("You have ten devices already. Remove one of them first."))
    device, _is_new = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "user": actor,
            "p256dh": p256dh,
            "auth": auth,
            "name": device_of(user_agent)[:80],
            "language": language[:12],
            "session_id": session_number(session_key),
        },
        create_defaults={
            "user": actor,
            "endpoint": endpoint,
            "p256dh": p256dh,
            "auth": auth,
            "name": device_of(user_agent)[:80],
            "language": language[:12],
            "session_id": session_number(session_key),
            "created_at": clock.now(),
        },
    )
    if not is_known:
        audit.record(actor, "notifications.device_added", actor)
    return device


@transaction.atomic
def remove_device(*, actor: "User", device: PushDevice) -> None:
    """Push nothing to it any more.

    Raises:
        NotFound: it is somebody else's.
    """
    require(actor, "notifications.change_pushdevice", device)
    device.delete()
    audit.record(actor, "notifications.device_removed", actor)


@transaction.atomic
def note_use(*, device_ids: Collection[int]) -> None:
    """A message went there just now."""
    PushDevice.objects.filter(pk__in=device_ids).update(last_used_at=clock.now())


@transaction.atomic
def forget_devices(*, device_ids: Collection[int]) -> None:
    """Their push services do not know them any more: the browser withdrew, or was removed."""
    PushDevice.objects.filter(pk__in=device_ids).delete()


@transaction.atomic
def forget_devices_of(*, user_id: int, session_ids: Collection[int] | None = None) -> None:
    """All of a person, or those added in sessions that have ended. Part of ending them."""
    found = PushDevice.objects.filter(user_id=user_id)
    if session_ids is not None:
        found = found.filter(session_id__in=session_ids)
    found.delete()


def _check_address(endpoint: str) -> None:
    """Our worker will send there, so it must be no machine behind our own walls.

    Names are resolved when it sends, and the machine is looked at again (notifications.pushes).
    """
    problem = _("This is not the address of a push service.")
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise InvalidInput(problem, fields={"endpoint": [problem]}) from error
    is_plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not is_plain or len(endpoint) > 600 or parts.username or not host:
        raise InvalidInput(problem, fields={"endpoint": [problem]})
    if settings.PUSH_TO_ANY_HOST:
        return
    if parts.scheme != "https" or port not in (None, 443) or not _is_public_name(host):
        raise InvalidInput(problem, fields={"endpoint": [problem]})


def _is_public_name(host: str) -> bool:
    """Push services have names; an address in numbers, in whatever spelling, is none."""
    host = host.rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2]
        is_number = last.isdigit() or last.startswith("0x")
        return (
            "." in host
            and not is_number
            and last not in ("localhost", "local", "internal", "lan", "home", "arpa")
        )
    return False


def _check_keys(p256dh: str, auth: str) -> None:
    problem = _("These are not the keys of a browser.")
    try:
        point, secret = _decoded(p256dh), _decoded(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput(problem, fields={"keys": [problem]}) from error
    if len(point) != 65 or len(secret) != 16:
        raise InvalidInput(problem, fields={"keys": [problem]})


def _decoded(text: str) -> bytes:
    if not text.isascii() or len(text) > 100:
        raise ValueError
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", True)
