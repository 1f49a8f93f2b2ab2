"""Every address the project answers, from Django's resolver and the API's own document."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: Guarded as a whole: the CMS has its own crawler (test_cms_*.py), the page tree catches all,
#: and the two parts of the API are described by its document.
ELSEWHERE = ("cms/", "api/v1/", "_allauth/")
#: Parts of the API's address space that are no operations.
API_PAGES = ("api/v1/docs", "api/v1/openapi.json")


def routes() -> list[str]:
    """The routes of all pages outside /cms/, as the resolver writes them."""
    found = (route for route in _walk(get_resolver().url_patterns, "") if not _is_page_tree(route))
    return sorted(
        {route for route in found if not route.startswith(ELSEWHERE) or route in API_PAGES}
    )


def operations() -> list[str]:
    """The operations of the API as `GET /api/v1/buildings`."""
    from concierge.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return sorted(
        f"{method.upper()} {path}" for path, item in schema["paths"].items() for method in item
    )


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def _is_page_tree(route: str) -> bool:
    """Wagtail's own routes at the root: everything that is left is a page."""
    return route.startswith(("((?:", "([a-z0-9-]+/[\\w-]+/", "_util/"))
