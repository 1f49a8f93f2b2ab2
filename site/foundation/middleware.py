"""The two ends of every request: a name for the log, and a friendly page for domain errors."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation import context
from foundation.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,36}$")


class RequestContextMiddleware:
    """Gives each request an id (or takes the proxy's), for audit entries and logs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = context.request_id.set(given if _REQUEST_ID.match(given) else str(uuid.uuid4()))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = context.request_id.get()
        finally:
            context.request_id.reset(token)
        return response


class DomainErrorMiddleware:
    """Shows an expected failure as a page that says what happened and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        template = {403: "403.html", 404: "404.html"}.get(exception.status, "400.html")
        return render(request, template, {"error": exception}, status=exception.status)
