"""Files and colours: everything a page pulls in besides its text."""

import mimetypes
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served

from foundation.uploads import CONTENT_TYPES, INLINE_TYPES
from foundation.uploads.names import extension_of
from portal.operations.library import record_reading
from portal.queries.files import document_named, may_read_picture
from portal.queries.library import file_access

#: What a browser may show from our own address; everything else is only ever saved to disk.
SHOWN_TYPES = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})

#: What a file may do in a browser: nothing. deploy/nginx.conf hands these on.
FILE_POLICY = "default-src 'none'; sandbox"
PDF_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@login_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a picture after the permission check: an image, a rendition, a logo; nothing else.

    Documents have their own view, which logs and names them; here they do not exist.
    """
    if not may_read_picture(request.user, path):
        raise Http404
    guessed = mimetypes.guess_type(path)[0] or ""
    is_shown = guessed in SHOWN_TYPES
    response = _stored(path, guessed if is_shown else "application/octet-stream")
    response["Content-Disposition"] = _disposition(is_shown, Path(path).name)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = FILE_POLICY
    return response


@login_required
@require_safe
def document(request: HttpRequest, file_id: int, file_name: str) -> HttpResponseBase:
    """Send a Wagtail document after the permission check, and note that a resident got it.

    A PDF opens in the browser's own viewer, unless the address ends in `?save`; everything else
    is saved. In the place of Wagtail's view, which guesses types and knows nothing of readers.
    """
    document = document_named(file_id, file_name)
    if document is None:
        raise Http404
    access = file_access(request.user, document)
    if access is None:
        raise Http404
    content_type = CONTENT_TYPES.get(extension_of(document.filename), "application/octet-stream")
    is_shown = content_type in INLINE_TYPES and "save" not in request.GET
    response = _stored(document.file.name, content_type)
    response["Content-Disposition"] = _disposition(is_shown, document.filename)
    response["Cache-Control"] = "private, no-cache"
    # Browsers show no PDF inside a sandbox; nothing else needs to run at all.
    response["Content-Security-Policy"] = PDF_POLICY if is_shown else FILE_POLICY
    if access.page is not None and is_reading(request):
        record_reading(
            actor=request.user,  # type: ignore[arg-type]
            page=access.page,
            document=document,
        )
    document_served.send(sender=type(document), instance=document, request=request)
    return response


def is_reading(request: HttpRequest) -> bool:
    """Whether somebody opens the file: not only asks about it, nor fetches a later part."""
    return request.method == "GET" and request.headers.get("Range", "bytes=0-").startswith(
        "bytes=0-"
    )


def _stored(path: str, content_type: str) -> HttpResponseBase:
    """The bytes at `path` of the storage, sent by us or by nginx."""
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + quote(path)
    else:
        try:
            response = FileResponse(default_storage.open(path), content_type=content_type)
        except FileNotFoundError:
            raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(is_shown: bool, name: str) -> str:
    return f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(name)}"


@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest, hue: int) -> HttpResponse:
    """One variable: the hue from which a building's colours are derived.

    A file of its own, because the content policy allows no inline style.
    """
    if hue > 359:
        raise Http404
    return HttpResponse(f":root {{ --brand-h: {hue}; }}\n", content_type="text/css")
