"""What is known about the request at hand, for audit entries and log lines."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
#: The client's address; None outside a request, and where none is known.
client_ip: ContextVar[str | None] = ContextVar("client_ip", default=None)
