"""The devices of the reader, for the page of preferences, which belongs to an app below."""

from typing import Any

from django import template

from notifications.queries.devices import devices_of, public_key

register = template.Library()


@register.inclusion_tag("notifications/_this_device.html", takes_context=True)
def this_device(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
        "public_key": public_key(),
        "devices": devices_of(request.user),
    }
