"""The HTTP server: a thread a request, on the loopback address only."""

import os
import socketserver
import sys
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from mpsandbox.app import CONNECTION_KEY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOOPBACK = "127.0.0.1"


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """Serves the simulator; with `parent` it ends once that process is no longer its parent."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, *, parent: int | None = None) -> None:
        self.parent = parent
        super().__init__((LOOPBACK, port), RequestHandler)

    def server_bind(self) -> None:
        """Bind without asking the name service who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name = LOOPBACK
        self.server_port = self.server_address[1]
        self.setup_environ()

    def service_actions(self) -> None:
        """End the process when the parent has gone; called twice a second."""
        if self.parent is not None and os.getppid() != self.parent:
            raise SystemExit(0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about callers that hang up, and report everything else."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class RequestHandler(WSGIRequestHandler):
    """Reads one request and hands its socket on with it."""

    def get_environ(self) -> "WSGIEnvironment":
        """Return the request's environment, with the socket a fault may close."""
        environ = super().get_environ()
        environ[CONNECTION_KEY] = self.connection
        return environ

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Write no line a request; the console shows what was called."""
