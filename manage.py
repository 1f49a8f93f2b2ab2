#!/usr/bin/env python
"""Django's command line, with `site/` on the path.

`site/` is a plain folder, not a package: Python's own frozen module `site` owns that name.
"""

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
