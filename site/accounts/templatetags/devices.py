"""Devices, as people call them."""

from django import template

from accounts.queries.devices import device_of

register = template.Library()
register.filter("device", device_of)
