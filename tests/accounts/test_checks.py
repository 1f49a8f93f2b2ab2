"""Settings of tokens that the product refuses to start with."""

from typing import Any

import pytest

from accounts.checks.tokens import signing_key, token_lifetimes


def ids(found: Any) -> list[str]:
    return [problem.id for problem in found]


def test_the_settings_of_the_tests_are_fine() -> None:
    assert ids(signing_key(None)) == ids(token_lifetimes(None)) == []


@pytest.mark.parametrize("key", ["", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END"])
def test_a_key_that_is_none(key: str, settings: Any) -> None:
    settings.HEADLESS_JWT_PRIVATE_KEY = key
    assert ids(signing_key(None)) == ["accounts.E001"]


def test_a_short_key(settings: Any) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    settings.HEADLESS_JWT_PRIVATE_KEY = (
        rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )
    assert ids(signing_key(None)) == ["accounts.E001"]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED", False, "accounts.E002"),
        ("HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN", 299, "accounts.E003"),
        ("HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN", 901, "accounts.E003"),
        ("HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN", 10**9, "accounts.E004"),
    ],
)
def test_lifetimes(name: str, value: Any, problem: str, settings: Any) -> None:
    setattr(settings, name, value)
    assert ids(token_lifetimes(None)) == [problem]


def test_the_key_of_development_is_made_once_and_private(tmp_path: Any) -> None:
    from concierge.settings.keys import development_key

    first = development_key(tmp_path / "var")
    assert development_key(tmp_path / "var") == first
    [path] = list((tmp_path / "var").iterdir())
    assert path.stat().st_mode & 0o077 == 0
