"""Accounts: passwords, sign-in, limits, second factor, sign-up, and tokens for programs."""

from .environment import env

AUTH_USER_MODEL = "accounts.User"
# E-mail addresses are unique in any case by a constraint on LOWER(email), which the check misses.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
# Wrong passwords are counted by accounts.operations.guards; allauth's own count is a last net, wide
# enough for a whole building behind one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,40/300s/key"}
# Requests a minute, by the first part of the path: (of one person, key or session, of one address).
# A whole building may share an address. Empty: no limits (foundation.middleware).
THROTTLES: dict[str, tuple[int, int]] = {
    "/api/v1/": (env.int("API_CALLS_PER_MINUTE", default=600), 3_000),
    "/_allauth/": (120, 600),
    # Each use makes a new pair and writes a few rows.
    "/_allauth/app/v1/tokens/refresh": (30, 300),
}
# How many proxies stand in front; the client's address is read accordingly, in one place.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
NINJA_NUM_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT

# --- Second factor (0020) and sign-up -------------------------------------------------------
# Whether staff and super users must prove a second factor in each session. Production: yes.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "New Concierge"
# Nobody signs in before an address is verified, so a second factor protects no stranger's address;
# without this, people with a second factor could not add an address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Addresses and second factors are changed only by whoever has just proven who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A mail to the person after each change of password, addresses and second factors.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# "open": anybody may make an account, and open a company; "invited": only who was invited.
SIGN_UP = env.str("SIGN_UP", default="invited")

# --- Tokens for programs and apps -----------------------------------------------------------
# allauth's JSON API at /_allauth/ beside its pages; tokens by accounts.authentication (0021).
HEADLESS_ONLY = False
HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_TOKEN_STRATEGY = "accounts.authentication.strategy.FamilyJWTStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "RS256"
HEADLESS_JWT_PRIVATE_KEY = env.str("HEADLESS_JWT_PRIVATE_KEY", default="", multiline=True)
# Every use of a token asks the session: signing out, a new password and a switched-off account
# count at once, not when the token runs out.
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = env.int("ACCESS_TOKEN_SECONDS", default=600)
# At most as long as a session lasts (accounts.checks).
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = env.int("REFRESH_TOKEN_SECONDS", default=14 * 24 * 3600)
# Its pages load a viewer from another host; our own document includes it (concierge.api).
HEADLESS_SERVE_SPECIFICATION = False
HEADLESS_SPECIFICATION_TEMPLATE_NAME = None
# What a company's API keys may be allowed, by the first part of the address below /api/v1/.
# Everything else is closed to them: what is about a person, and the keys themselves.
API_KEY_SCOPES = [
    "apartments:read",
    "apartments:write",
    "buildings:read",
    "buildings:write",
    "documents:read",
    "events:read",
    "imports:read",
    "imports:write",
    "invitations:read",
    "invitations:write",
    "residencies:read",
    "residencies:write",
    "search:read",
]
