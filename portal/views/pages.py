"""The pages of a building's site, made once for all readers for whom they are the same.

Order matters: who is asking, and whether they may enter the building, is settled before any kept
page is looked at. See docs/decisions/0013.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve as serve_by_wagtail
from wagtail.views import serve_chain

from foundation import tenancy
from portal.audiences import WatchedReader
from portal.queries.access import can_view_building
from portal.queries.addresses import Address, address_of, home_at, route
from portal.queries.readers import enter_building, reader_at, speak_as_in
from portal.views.kept import KeptPage, may_be_kept, store
from portal.views.slots import Slots, fill

if TYPE_CHECKING:
    from accounts.models import User
    from portal.views.kept import Entry, Parts

#: Longer than the quarter hour that the key of grants names.
GRANTS_SECONDS = 1200


def building_page(request: HttpRequest, path: str) -> HttpResponse:
    """`/<company>/<building>/…`, for those who live or work there; 404 for everybody else."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    company_slug, building_slug, *names = path.strip("/").split("/")
    address = address_of(company_slug, building_slug)
    if address is None:
        # A page of a company, or of a translated tree: Wagtail finds it and our hooks guard it.
        answer: HttpResponse = serve_by_wagtail(request, path)
        return answer
    kept = KeptPage.at(request, address) if may_be_kept(request) else None
    entry = _enter(user, address, kept)
    # Not before: the language of an answer must not tell strangers that the building exists.
    speak_as_in(request, address.language, address.time_zone)
    if kept is None:
        return _make(request, address, names)
    reader = reader_at(user, address.company_id, address.building_id)
    parts = kept.find(reader, entry)
    if parts is None:
        made = _make_for_many(request, address, names, kept, WatchedReader(reader), entry)
        if isinstance(made, HttpResponse):
            return made
        parts = made
    response = HttpResponse(fill(parts, request, address.time_zone))
    # The person's own browser asks each time, and is told if nothing has changed.
    response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _enter(user: "User", address: Address, kept: KeptPage | None) -> "Entry | None":
    """Let the person in, and hand over what is kept of the page; one look into the cache for both.

    Raises:
        Http404: the building is not theirs to enter.
    """
    grants_key = tenancy.grants_key(user)
    found = store.get_many([grants_key, kept.key] if kept else [grants_key])
    if grants_key in found:
        tenancy.adopt_grants(user, found[grants_key])
    else:
        store.set_many({grants_key: tenancy.grants_of(user)}, GRANTS_SECONDS)
    if not can_view_building(user, address.company_id, address.building_id):
        raise Http404
    return found.get(kept.key) if kept else None


def _make(request: Any, address: Address, names: list[str]) -> HttpResponse:
    """The page as Wagtail serves it, hooks included, for a person who may enter the building.

    Raises:
        Http404: there is no such page, or it is for others; the frame then shows no building.
    """
    # There is one Wagtail site (decision 0005), so addresses need not ask which one this is.
    request._wagtail_site = None
    home = home_at(address)
    enter_building(request, home)
    try:
        return _serve(request, *route(request, home, names))
    except Http404:
        del request.building, request.building_home, request.building_root
        raise


def _serve(request: Any, page: Page, args: Any, kwargs: Any) -> HttpResponse:
    request.served_page = page
    serve = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        serve = wrap(serve)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, args, kwargs)
        if isinstance(answer, HttpResponse):
            return answer
    response: HttpResponse = serve(page, request, args, kwargs)
    return response


def _make_for_many(
    request: Any,
    address: Address,
    names: list[str],
    kept: KeptPage,
    reader: WatchedReader,
    entry: "Entry | None",
) -> "Parts | HttpResponse":
    """Make the page without knowing the person, and keep it if that turns out to be enough.

    Whatever asks `request.user` meanwhile gets its answer, and the page is not kept.
    """
    user, slots, looks = request.user, Slots(), []

    def look() -> Any:
        looks.append(True)
        return user

    request.user, request.reader, request.slots = SimpleLazyObject(look), reader, slots
    try:
        response = _make(request, address, names)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            response.context_data = {
                **(response.context_data or {}), "csrf_token": slots.mark("csrf_token"),
            }  # fmt: skip
            response.render()
    finally:
        request.user = user
        del request.slots
    if not isinstance(response, TemplateResponse) or response.status_code != 200:
        return response
    parts = slots.cut(response.content.decode())
    if parts is None:
        del request.reader
        return _make(request, address, names)
    is_the_same_for_others = (
        not looks
        and not reader.is_recognised
        and getattr(request.served_page, "is_shared_by_readers", False)
        and not getattr(request, "is_personal", False)
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )
    if is_the_same_for_others:
        kept.keep(reader, parts, entry)
    return parts
