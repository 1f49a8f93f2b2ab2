"""An event with people on its list does not vanish under them: it is called off first."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.queries.signups import CALL_OFF_FIRST, has_people


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def call_off_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, page)


@hooks.register("before_move_page")
def stay_with_the_list(request: HttpRequest, page: Page, destination: Any) -> HttpResponse | None:
    return _refuse(request, page)


def _refuse(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not has_people(page):
        return None
    messages.error(request, CALL_OFF_FIRST)
    return redirect("wagtailadmin_pages:edit", page.pk)
