"""A system that hears of events: a real server on a port of its own, which does as it is told."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from standardwebhooks import Webhook

from engine.clock import ManualClock
from notifications.webhook import WebhookSender

HANG, HANG_UP, DRIP = -1, -2, -3
"""What a receiver does in place of answering with a status."""

_A_PAUSE_S = 0.02
_DROPS = 500
"""So many bytes at most: a caller that waits for ever is then given its answer."""


@dataclass(frozen=True)
class Heard:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """What it tells of."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_with(self, secret: str) -> bool:
        """Whether the verifier of Standard Webhooks itself accepts it."""
        try:
            Webhook(secret).verify(self.body, dict(self.headers))
        except Exception:  # its classes for this are several
            return False
        return True


@dataclass
class Receiver:
    """What was heard, and what is still to be answered; then 200."""

    answers: list[int] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    port: int = 0
    over: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """Where it hears of events."""
        return f"http://127.0.0.1:{self.port}/events"

    @property
    def ids(self) -> list[str]:
        """Under which ids, in the order in which they came."""
        return [each.headers["webhook-id"] for each in self.heard]


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, receiver: Receiver, *arguments: Any) -> None:
        self._receiver = receiver
        super().__init__(*arguments)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers["content-length"]))
        receiver = self._receiver
        receiver.heard.append(Heard(self.path, headers, body))
        answer = receiver.answers.pop(0) if receiver.answers else 200
        if answer == HANG:
            receiver.over.wait()
        if answer == DRIP:
            self._drip()
        if answer < 0:
            self.close_connection = True
            return
        self.send_response(answer)
        self.send_header("Location", f"{receiver.url}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(_DROPS):
            if self._receiver.over.wait(_A_PAUSE_S):
                break
            self.wfile.write(b"x")
        self.wfile.write(b"\r\nContent-Length: 0\r\n\r\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Expect callers to hang up."""


@contextmanager
def receiving(*answers: int, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Open it."""
    receiver = Receiver([*answers])
    with _Server(("127.0.0.1", 0), partial(_Handler, receiver)) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.port = server.server_address[1]
        thread = Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            server.shutdown()
            thread.join()


def a_sender(clock: ManualClock, **changes: Any) -> WebhookSender:
    """Make a sender that may call this machine."""
    known = {
        "base_url": "https://regie.voorbeeldstad.test",
        "source": "urn:nld:oin:00000001003214345000:systeem:regietafel",
        "allow": ("127.0.0.1",),
        "trust": trusting_nobody,
        **changes,
    }
    return WebhookSender(clock=clock, **known)


def trusting_nobody() -> ssl.SSLContext:
    """Believe no certificate: reading those of this machine takes longer than a test."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def verify_at(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the verifier believe that it is this moment: it refuses what is five minutes old."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # it is one
            return moment

    patch.setattr("standardwebhooks.webhooks.datetime", Then)
