"""The test suite: fast hashing, files in a temporary folder, mail in memory."""

import tempfile

from .base import *
from .environment import BASE_DIR as BASE_DIR
from .keys import development_key, development_push_key

SECRET_KEY = "test-only-key"  # noqa: S105 - tests only
HEADLESS_JWT_PRIVATE_KEY = development_key(VAR_DIR)
VAPID_PRIVATE_KEY = development_push_key(VAR_DIR)
ALLOWED_HOSTS = ["*"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
REQUIRE_SECOND_FACTOR = False
SIGN_UP = "invited"
# Tests ask faster than people; those of the limits set their own.
THROTTLES = {}
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A database that is used again (pytest --reuse-db) needs its files again.
MEDIA_ROOT = env.str("TEST_MEDIA_ROOT", default="") or tempfile.mkdtemp(prefix="concierge-media-")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file per test process: threads of the live server share it under WAL.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    VAR_DIR.mkdir(exist_ok=True)
else:
    # Nothing here must survive a power cut; waiting for the disk is all that commits cost.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
LOGGING |= {"root": {"handlers": ["console"], "level": "WARNING"}}
