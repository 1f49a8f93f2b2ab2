"""An app that signs in and keeps its pair of tokens, for tests."""

import json
from typing import Any

from django.test import Client

from concierge.demo.cast import PASSWORD

APP = "/_allauth/app/v1"
ME = "/api/v1/buildings"


class App:
    """Sends no cookies, as programs do."""

    def __init__(self, email: str = "") -> None:
        self.access = self.refresh = self.session = ""
        if email:
            response = self.sign_in(email)
            assert response.status_code == 200, response.content

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        return self.send("POST", f"{APP}/auth/login", {"email": email, "password": password})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request with the access token; a new pair in the answer is kept."""
        if self.access and "Authorization" not in headers:
            headers["Authorization"] = f"Bearer {self.access}"
        elif self.session:
            headers.setdefault("X-Session-Token", self.session)
        response = Client(enforce_csrf_checks=True).generic(
            method,
            path,
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={key: value for key, value in headers.items() if value},
        )
        if response.content and response["Content-Type"].startswith("application/json"):
            answer = response.json()
            meta = answer.get("meta", {}) if isinstance(answer, dict) else {}
            self.access = meta.get("access_token", self.access)
            self.refresh = meta.get("refresh_token", self.refresh)
            self.session = meta.get("session_token", self.session)
        return response

    def status(self, path: str = ME) -> int:
        """What our own API answers to the access token."""
        return int(self.send("GET", path).status_code)

    def exchange(self, token: str = "") -> Any:
        """Exchange a refresh token, the own one unless given; the new pair is kept."""
        response = Client().post(
            f"{APP}/tokens/refresh",
            {"refresh_token": token or self.refresh},
            content_type="application/json",
        )
        if response.status_code == 200:
            pair = response.json()["data"]
            self.access, self.refresh = pair["access_token"], pair["refresh_token"]
        return response
