"""The key that signs access tokens, where nobody has made one: development and tests."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def development_key(folder: Path) -> str:
    """The private key kept in `folder`, made when it is first asked for.

    Kept, because web server and worker share it and a restart should sign nobody out. Production
    takes its key from the environment and never comes here.
    """
    path = folder / "development-signing-key.pem"
    if not path.exists():
        folder.mkdir(exist_ok=True)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        draft = folder / f"{path.name}.{os.getpid()}"
        draft.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        draft.chmod(0o600)
        # Linked, not moved: of several processes that start together, the first one's key stays.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
