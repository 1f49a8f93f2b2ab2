"""`make demo` says "ready" of itself only, and stops what it started."""

import io
import os
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from concierge.demo.processes import Parts, PortTakenError, take_port


class Stranger(BaseHTTPRequestHandler):
    """Some other web server, which has an answer for everything."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(params=["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 - for a moment
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    class Server(HTTPServer):
        address_family = socket.AF_INET6 if ":" in request.param else socket.AF_INET

    try:
        server = Server((request.param, 0), Stranger)
    except OSError:
        pytest.skip(f"no {request.param} here")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_taken_port_is_named_and_nothing_is_ready(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", str(taken))
    out = io.StringIO()
    with pytest.raises(CommandError, match=f"Port {taken} is taken"):
        call_command("demo", stdout=out)
    assert "ready" not in out.getvalue()


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "80 80"])
def test_a_port_must_be_one(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT must be a number"):
        call_command("demo", stdout=io.StringIO())


def test_a_free_port_is_held_against_others() -> None:
    with take_port(_free_port()) as held:
        port = held.getsockname()[1]
        held.listen()
        with pytest.raises(PortTakenError):
            take_port(port)
    take_port(port).close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _hang() -> None:
    time.sleep(600)


def _fail() -> None:
    os._exit(3)


def test_a_part_that_dies_is_not_ready_whoever_answers() -> None:
    server = HTTPServer(("127.0.0.1", 0), Stranger)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with Parts() as parts:
            parts.start(_hang)
            assert parts.wait_until_answering(server.server_address[1])
            parts.start(_fail)
            deadline = time.monotonic() + 30
            while parts.are_alive and time.monotonic() < deadline:
                time.sleep(0.01)
            assert not parts.wait_until_answering(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_all_parts_end_with_their_parent() -> None:
    with Parts() as parts:
        parts.start(_hang)
        parts.start(_hang)
        assert parts.are_alive
        pids = [process.pid for process in parts._processes]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
