"""`{% lucide "name" %}`: an icon as the package draws it, but drawn once only.

A page shows thirty icons, and the package copies and writes an XML tree for each.
"""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()
register.simple_tag(lru_cache(maxsize=1024)(lucide), name="lucide")
