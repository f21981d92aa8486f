"""One server for the browsers of this process; what it serves is changed from test to test."""

from __future__ import annotations

import socket
from threading import Thread

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.api.servers import EMERGENCY_S, HOST


class Serving:
    """A server on a port of its own, in a thread; ``app`` is what it serves now."""

    def __init__(self) -> None:
        """Take a port and serve; a call that comes before the server is ready waits."""
        self.app: ASGIApp | None = None
        self._sock = socket.socket()
        self._sock.bind((HOST, 0))
        self._sock.listen()
        config = uvicorn.Config(
            self,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,  # a browser that has gone keeps its connections open
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._sock]})
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://{HOST}:{self._sock.getsockname()[1]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on."""
        assert self.app
        await self.app(scope, receive, send)

    def close(self) -> None:
        """Stop, and wait until it has."""
        self._server.should_exit = True
        self._thread.join(EMERGENCY_S)
        self._sock.close()
