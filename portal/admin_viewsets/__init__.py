"""Our versions of Wagtail's editing views."""

from portal.admin_viewsets.pages import PlainPageViewSet

__all__ = ["PlainPageViewSet"]
