"""The server: one process that answers requests and keeps the clock at work."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.demo_clock import clock_to_serve
from api.key import seals_from
from api.log import log_as_json
from api.refusals import in_words, refusals
from api.request_log import RequestLog
from api.site import Site
from api.trail_check import SAYS, trail_fault
from api.wiring import channels_from, mailbox_from, office_from, runner_from
from engine.errors import ConfigurationError
from engine.ports import Clock, Runner
from engine.service.office import Office
from engine.settings import Settings

STOP_S = 10
"""How long a stop waits for the requests and the letter in hand; a mail server may be slower."""

Say = Callable[[str], None]


def serve(settings: Settings, say: Say, file: Path | None = None) -> None:
    """Serve until told to stop, by SIGTERM or Ctrl+C; ``file`` is where the settings were.

    Raises:
        DefinitionError: the definitions hold mistakes; nothing was started.
        ConfigurationError: something is set up wrong, the port is taken, or another process
            works on the database; the sentence says what to do.
    """
    log_as_json(logging.INFO)
    with closing(listen(settings)) as sock:
        serve_at(sock, settings, say, lambda _: say(f"Regietafel: {settings.base_url}"), file)


def listen(settings: Settings) -> socket.socket:
    """Take the port, before anything that takes time; whoever calls meanwhile waits.

    Raises:
        ConfigurationError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        sock.listen()
    except OSError as error:
        sock.close()
        raise ConfigurationError(_why_not(error, settings)) from error
    return sock


def serve_at(
    sock: socket.socket,
    settings: Settings,
    say: Say,
    ready: Callable[[Office], None],
    file: Path | None = None,
) -> None:
    """The same on a port that was taken; ``ready`` is called just before the first answer."""
    clock = clock_to_serve(settings)
    office = opened(settings, clock, file)
    with closing(office.store):
        box = mailbox_from(settings)
        office, runner = runner_from(settings, office, channels_from(settings, clock, say, box))
        fault = trail_fault(settings, office.store)
        if fault:
            say(f"{SAYS.nl}\n{SAYS.en}")
        site = Site(office, settings, seals_from(settings), box, runner, trail_fits=not fault)
        server = _server(create_app(site))
        with _stopped_by_signals(server), _at_work(runner):
            ready(office)
            server.run(sockets=[sock])


def opened(settings: Settings, clock: Clock, file: Path | None = None) -> Office:
    """What the use cases work with, if nothing stands in the way of real cases.

    Raises:
        DefinitionError: the definitions hold mistakes; nothing was opened.
        ConfigurationError: something stands in the way; all of it is listed.
    """
    found = () if settings.demo else refusals(settings, file)
    try:
        office = office_from(settings, clock)
    except ConfigurationError as error:
        if not found:
            raise
        raise ConfigurationError(in_words(found, (str(error),))) from error
    if found:
        office.store.close()
        raise ConfigurationError(in_words(found))
    return office


def _server(app: ASGIApp) -> uvicorn.Server:
    config = uvicorn.Config(
        RequestLog(app),
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP_S,
    )
    return uvicorn.Server(config)


@contextmanager
def _at_work(runner: Runner) -> Iterator[None]:
    runner.start()
    try:
        yield
    finally:
        runner.stop(STOP_S)


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """Let a stop be an end as any other, whenever it comes.

    While it serves uvicorn hears the signals itself, and raises them once more when it is done.
    """

    def stop(*_: object) -> None:
        server.should_exit = True

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is taken by another program. Stop that one, or choose another "
            "port: PORT=8123 make demo, or REGIETAFEL_PORT=8123."
        )
    return (
        f"Nothing can be served at {settings.host}, port {settings.port}: {error.strerror}. "
        "Look at REGIETAFEL_HOST and REGIETAFEL_PORT."
    )
