"""The search page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search.queries import MAX_QUERY_LENGTH, search_pages


@login_required
def results(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")
    response = render(
        request,
        "search/results.html",
        {
            "text": text[:MAX_QUERY_LENGTH],
            "hits": search_pages(request.user, text),
            "max_length": MAX_QUERY_LENGTH,
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response
