"""Files and colours: everything a page pulls in besides its text."""

import mimetypes

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control

from portal.queries import can_view_collection, image_collection


@login_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an image or rendition after the permission check; nothing else is under this address.

    Documents have their own view, which logs and names them; here they do not exist.
    """
    collection = image_collection(path)
    if collection is None or not can_view_collection(request.user, collection):
        raise Http404
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + path
    else:
        try:
            response = FileResponse(default_storage.open(path), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest, hue: int) -> HttpResponse:
    """One variable: the hue from which a building's colours are derived.

    A file of its own, because the content policy allows no inline style.
    """
    if hue > 359:
        raise Http404
    return HttpResponse(f":root {{ --brand-h: {hue}; }}\n", content_type="text/css")
