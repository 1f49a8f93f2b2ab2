"""Files and colours: everything a page pulls in besides its text."""

import mimetypes
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control

from portal.queries import can_view_collection, image_collection

#: What a browser may show from our own address; everything else is only ever saved to disk.
SHOWN_TYPES = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})


@login_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an image or rendition after the permission check; nothing else is under this address.

    Documents have their own view, which logs and names them; here they do not exist.
    """
    collection = image_collection(path)
    if collection is None or not can_view_collection(request.user, collection):
        raise Http404
    guessed = mimetypes.guess_type(path)[0]
    content_type = guessed if guessed in SHOWN_TYPES else "application/octet-stream"
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(path)
    else:
        try:
            response = FileResponse(default_storage.open(path), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    disposition = "inline" if guessed in SHOWN_TYPES else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(Path(path).name)}"
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
