"""Development and the demo: works from a bare clone, with known passwords. Never public."""

from .base import *
from .keys import development_key, development_push_key

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-key-that-is-refused-in-production"
HEADLESS_JWT_PRIVATE_KEY = HEADLESS_JWT_PRIVATE_KEY or development_key(VAR_DIR)
VAPID_PRIVATE_KEY = VAPID_PRIVATE_KEY or development_push_key(VAR_DIR)
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
# Serve static files straight from their source folders: no collectstatic needed.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Passkeys without https: browsers allow it on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SIGN_UP = env.str("SIGN_UP", default="open")
