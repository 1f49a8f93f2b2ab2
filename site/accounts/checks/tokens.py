"""Settings of tokens that would let strangers in, or sign people out at random."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def signing_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever has the key makes tokens for anybody, so it is a good one and given on purpose."""
    try:
        key = load_pem_private_key(settings.HEADLESS_JWT_PRIVATE_KEY.encode(), None)
    except (ValueError, TypeError):
        key = None
    if isinstance(key, RSAPrivateKey) and key.key_size >= 2048:
        return []
    return [
        Error(
            "HEADLESS_JWT_PRIVATE_KEY must be an RSA private key of 2048 bits or more.",
            hint="Make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
            id="accounts.E001",
        )
    ]


@register()
def token_lifetimes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tokens that end with their session, and access tokens that are of little use when stolen."""
    errors: list[CheckMessage] = []
    if not settings.HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED:
        errors.append(
            Error(
                "HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED must be on.",
                hint="Without it a token outlives signing out and a switched-off account.",
                id="accounts.E002",
            )
        )
    if not 300 <= settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN <= 900:
        errors.append(
            Error("ACCESS_TOKEN_SECONDS must be between 300 and 900.", id="accounts.E003")
        )
    if settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN > settings.SESSION_COOKIE_AGE:
        errors.append(
            Error(
                "REFRESH_TOKEN_SECONDS must not exceed SESSION_COOKIE_AGE.",
                hint="A token is worth nothing once its session is gone.",
                id="accounts.E004",
            )
        )
    return errors
