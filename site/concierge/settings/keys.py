"""The keys that sign access tokens and pushed messages, where nobody has made them: development
and tests. Each is made once; web server and worker share it.
"""

import base64
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa


def development_key(folder: Path) -> str:
    """The private key of access tokens kept in `folder`, made when it is first asked for.

    Kept, because a restart should sign nobody out. Production takes its key from the environment
    and never comes here.
    """
    return _kept(folder / "development-signing-key.pem", _new_signing_key)


def development_push_key(folder: Path) -> str:
    """The private key of pushed messages kept in `folder`. Another one would lose all devices."""
    return _kept(folder / "development-push-key.txt", lambda: new_push_key().encode())


def new_push_key() -> str:
    """A private key for VAPID (RFC 8292), in one line."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _new_signing_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _kept(path: Path, make: Callable[[], bytes]) -> str:
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(make())
        draft.chmod(0o600)
        # Linked, not moved: of several processes that start together, the first one's key stays.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
