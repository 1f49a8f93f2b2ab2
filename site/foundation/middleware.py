"""The two ends of every request: a name for the log, and a friendly page for domain errors."""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation import context, throttles
from foundation.errors import DomainError
from foundation.problems import problem_response
from foundation.requests import client_ip, network_of

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,36}$")


class RequestContextMiddleware:
    """Gives each request an id (or takes the proxy's), for audit entries and logs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        token = context.request_id.set(given if _REQUEST_ID.match(given) else str(uuid.uuid4()))
        address = context.client_ip.set(client_ip(request))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = context.request_id.get()
        finally:
            context.request_id.reset(token)
            context.client_ip.reset(address)
        return response


class ThrottleMiddleware:
    """Limits how often programs ask, and tells them where they stand.

    Counted twice: for whoever the request says it comes from (token, key or session, unread), and
    for the address, so that inventing another sender each time helps nobody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        usages = list(_usages(request))
        refused = [usage for usage in usages if not usage.is_allowed]
        if refused:
            response = problem_response(
                status=HTTPStatus.TOO_MANY_REQUESTS,
                title="Too many requests",
                detail="Wait as many seconds as Retry-After says.",
                code="too_many_requests",
            )
        else:
            response = self.get_response(request)
        if usages:
            tightest = min(refused or usages, key=lambda usage: usage.limit - usage.used)
            for name, value in tightest.headers.items():
                response[name] = value
        return response


def _usages(request: HttpRequest) -> Iterator[throttles.Usage]:
    ip = context.client_ip.get()
    address = network_of(ip) if ip else ""
    for prefix, (of_sender, of_address) in settings.THROTTLES.items():
        if not request.path.startswith(prefix):
            continue
        yield throttles.take(f"address:{prefix}", address, of_address)
        sender = (
            request.headers.get("Authorization")
            or request.headers.get("X-API-Key")
            or request.headers.get("X-Session-Token")
            or request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            or address
        )
        digest = hashlib.sha256(sender.encode()).hexdigest()[:32]
        yield throttles.take(f"sender:{prefix}", digest, of_sender)


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
