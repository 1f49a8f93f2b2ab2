"""Print the address of a PostgreSQL server on which the tests may create databases.

Asks TEST_DATABASE_URL first: if that is set and does not answer, this is an error. Otherwise it
tries the usual places on this machine. Prints nothing when no server lets us in.
"""

import getpass
import os
import sys
import zlib
from pathlib import Path

import psycopg

# A name of its own per checkout: two working copies may run their tests at the same time.
DATABASE = f"concierge_{zlib.crc32(str(Path(__file__).resolve().parents[1]).encode()):08x}"
SOCKET_FOLDERS = ("/var/run/postgresql", "/tmp")  # noqa: S108  (PostgreSQL's own defaults)


def may_create_databases(**connection: object) -> bool:
    """Whether the server answers, knows us and lets us create a test database."""
    try:
        with psycopg.connect(dbname="postgres", connect_timeout=3, **connection) as server:
            row = server.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def find() -> str:
    """The first usable address, or an empty string."""
    if may_create_databases(host="127.0.0.1", port=5432, user="postgres"):
        return f"postgres://postgres@127.0.0.1:5432/{DATABASE}"
    users = dict.fromkeys(["postgres", getpass.getuser()])
    for folder in SOCKET_FOLDERS:
        for user in users:
            if may_create_databases(host=folder, user=user):
                # Four slashes: django-environ reads the socket's folder from the path.
                return f"postgres://{user}@/{folder}/{DATABASE}"
    return ""


def main() -> int:
    """Print the address, or say on stderr why a given one is of no use."""
    wished = os.environ.get("TEST_DATABASE_URL", "")
    if not wished:
        print(find())
        return 0
    try:
        # The database itself need not exist yet; the tests create their own beside it.
        psycopg.connect(wished, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            print(f"TEST_DATABASE_URL does not answer: {error}", file=sys.stderr)
            return 1
    print(wished)
    return 0


if __name__ == "__main__":
    sys.exit(main())
