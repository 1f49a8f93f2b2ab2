"""The demo's two parts, the web server and the worker, beside each other in one terminal.

Both are forked from the process that has prepared the database: they start at once with everything
imported, and end with their parent.
"""

import contextlib
import multiprocessing
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import uvicorn
from django.core.management import call_command

HOST = "127.0.0.1"
START_LIMIT_SECONDS = 90.0
STOP_LIMIT_SECONDS = 15.0
#: As deploy/entrypoint.sh starts it. Compressing would cost each connection more than it saves.
LIVE_SERVER: dict[str, Any] = {
    "ws": "websockets-sansio",
    "ws_per_message_deflate": False,
    "ws_max_size": 1024,
    "lifespan": "on",
    "timeout_graceful_shutdown": 5,
}


class PortTakenError(Exception):
    """Another program answers where the demo wants to."""


def take_port(port: int) -> socket.socket:
    """Hold the port from the start, so that every answer from it is ours.

    Raises:
        PortTakenError: another program has it, on any address that `localhost` can mean.
    """
    for family, host in ((socket.AF_INET, HOST), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            if probe.connect_ex((host, port)) == 0:
                raise PortTakenError
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Connections of the demo that was stopped a moment ago may still be dying.
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((HOST, port))
    except OSError as error:
        own.close()
        raise PortTakenError from error
    return own


class Parts:
    """The running parts; a context manager that stops them in order."""

    def __init__(self) -> None:
        self._processes: list[Any] = []

    def __enter__(self) -> "Parts":
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._processes:
            if process.is_alive():
                process.terminate()
        for process in self._processes:
            process.join(STOP_LIMIT_SECONDS)
            if process.is_alive():
                os.killpg(process.pid, signal.SIGKILL)
                process.join()

    def start(self, work: Callable[..., None], *arguments: Any) -> None:
        process = multiprocessing.get_context("fork").Process(
            target=_alone, args=(work, *arguments)
        )
        process.start()
        self._processes.append(process)

    @property
    def are_alive(self) -> bool:
        return all(process.is_alive() for process in self._processes)

    def wait_until_answering(self, port: int) -> bool:
        """Whether the sign-in page came while every part was alive."""
        deadline = time.monotonic() + START_LIMIT_SECONDS
        address = f"http://{HOST}:{port}/accounts/login/"
        while self.are_alive and time.monotonic() < deadline:
            with (
                contextlib.suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(address, timeout=30),
            ):
                return self.are_alive
            time.sleep(0.2)
        return False


def _alone(work: Callable[..., None], *arguments: Any) -> None:
    """In the new process: Ctrl-C reaches the parent only, which then stops both parts in order."""
    os.setsid()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
    work(*arguments)


def serve(listening: socket.socket) -> None:
    """The web server, on a socket that is bound already."""
    config = uvicorn.Config("concierge.asgi:application", log_level="warning", **LIVE_SERVER)
    uvicorn.Server(config).run(sockets=[listening])


def work_off() -> None:
    """The worker."""
    call_command("qcluster")
