"""An announcement to 1,000 open pages: time to the last, and the server's CPU for it.

The rival is Channels' `group_send` to as many connections of one group, in its cheapest form: one
process, layer in memory, no database and nobody's rights asked. Ours reads each person's row and
asks whether the place is still theirs. Both servers are uvicorn in a process of their own with the
same settings; CPU is that of the server alone. Memory is what 1,000 idle connections add.
On SQLite the database is a temporary file; DATABASE_URL measures another one (a test copy).
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

CLIENTS, ROUNDS, PORT = 1_000, 5, 8917
ADDRESS = f"ws://127.0.0.1:{PORT}/live/"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            cookies, tell_all = people()
            ours = measure("ours", cookies, tell_all)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0)
    rival = measure("rival", [""] * CLIENTS, None)
    for name, (last, cpu, memory) in (("ours", ours), ("Channels", rival)):
        print(
            f"{connection.vendor} {name}: last of {CLIENTS} after {last * 1000:.0f} ms, "
            f"{cpu * 1000:.0f} ms CPU per message, {memory:.0f} KiB per idle connection"
        )
    print(f"CPU {ours[1] / rival[1]:.2f} of Channels, time to the last {ours[0] / rival[0]:.2f}")


def people() -> tuple[list[str], Any]:
    """A session cookie for each of 1,000 people, and how to tell them all something."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection

    from accounts.models import User
    from concierge.demo import cast
    from notifications.operations.telling import Told, tell
    from tests.queue import drain

    company_id = cast.assemble().buildings["willow"].company_id
    drain()
    users = User.objects.bulk_create(
        User(email=f"p{index}@bench.example", password="") for index in range(CLIENTS)
    )
    cookies = []
    for user in users:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")

    def tell_all(index: int) -> None:
        for start in range(0, CLIENTS, 200):
            tell(
                company_id=company_id,
                building_id=None,
                kind="announcements",
                source=f"bench:{index}",
                people=[
                    Told(user=user, title="Water off", text="Tuesday", path="/my/", language="en")
                    for user in users[start : start + 200]
                ],
            )
        # It runs in a thread, which would keep its connection.
        connection.close()

    return cookies, tell_all


def measure(which: str, cookies: list[str], tell_all: Any) -> tuple[float, float, float]:
    """Seconds to the last client, CPU seconds of the server per message, KiB per connection."""
    target = "concierge.asgi:application" if which == "ours" else "tests.bench.rival_live:app"
    from django.db import connection

    environment = os.environ | {"PYTHONPATH": f"{ROOT}/site:{ROOT}"}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{connection.settings_dict['NAME']}"
    else:
        base = os.environ["DATABASE_URL"].rpartition("/")[0]
        environment["DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", target, "--port", str(PORT), "--lifespan", "auto",
         "--ws", "websockets-sansio", "--ws-per-message-deflate", "false",
         "--log-level", "error", "--no-access-log"],
        env=environment, cwd=ROOT,
    )  # fmt: skip
    try:
        return asyncio.run(run(server.pid, cookies, tell_all))
    finally:
        server.terminate()
        server.wait(20)


async def run(pid: int, cookies: list[str], tell_all: Any) -> tuple[float, float, float]:
    from websockets.asyncio.client import connect

    for _ in range(300):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            writer.close()
            break
        except OSError:
            await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    before = resident(pid)
    clients = []
    for start in range(0, len(cookies), 25):
        clients += await asyncio.gather(
            *(
                connect(
                    ADDRESS,
                    origin=f"http://127.0.0.1:{PORT}",
                    additional_headers={"Cookie": cookie},
                    compression=None,
                    ping_interval=None,
                    open_timeout=120,
                )
                for cookie in cookies[start : start + 25]
            )
        )
    for client in clients:
        await client.recv()
    await asyncio.sleep(2)
    memory = (resident(pid) - before) / CLIENTS
    slowest, spent = [], []
    for index in range(ROUNDS):
        began = cpu(pid)
        started = time.perf_counter()
        waiting = [asyncio.create_task(hear(client)) for client in clients]
        await asyncio.sleep(0)
        if tell_all:
            await asyncio.to_thread(tell_all, index)
            started = time.perf_counter()
        else:
            await clients[0].send("go")
        await asyncio.gather(*waiting)
        slowest.append(time.perf_counter() - started)
        await asyncio.sleep(1)
        spent.append(cpu(pid) - began)
    for client in clients:
        client.transport.abort()
    return sorted(slowest)[ROUNDS // 2], sorted(spent)[ROUNDS // 2], memory


async def hear(client: Any) -> None:
    while json.loads(await client.recv())["type"] != "notification":
        pass


def cpu(pid: int) -> float:
    """Seconds the process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(pid: int) -> int:
    """KiB of memory in use."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
