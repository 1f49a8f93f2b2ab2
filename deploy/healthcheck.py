"""Exit 0 when the web process of this container answers. Needs nothing but Python."""

import os
import sys
import urllib.request

# Django answers only to hosts it knows.
host = (
    os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
)
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
try:
    with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 - a fixed address
        sys.exit(0 if response.status == 200 else 1)
except OSError as error:
    sys.exit(f"no answer: {error}")
