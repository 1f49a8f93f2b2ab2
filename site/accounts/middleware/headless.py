"""What allauth's JSON API does not expect of its callers."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class HeadlessInputMiddleware:
    """Refuses numbers that no row can have, which allauth hands to the database unread."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_input = isinstance(exception, OverflowError | DataError)
        if not is_input or not request.path.startswith("/_allauth/"):
            return None
        message = "A number is larger than any that exists."
        errors = [{"code": "invalid", "message": message}]
        return JsonResponse({"status": 400, "errors": errors}, status=400)
