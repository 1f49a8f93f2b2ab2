"""Whether strangers may make an account here."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sign_up_is_open() -> bool:
    return bool(settings.SIGN_UP == "open")
