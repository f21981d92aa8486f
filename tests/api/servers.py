"""A server in a process of its own, as somebody at a terminal starts and stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer

from engine.settings import PREFIX
from tests.house.source import ROOT

EMERGENCY_S = 60
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.socket() as sock:
        sock.bind((HOST, 0))
        port: int = sock.getsockname()[1]
        return port


class Server:
    """The process, and what it said so far; it is killed when it hangs."""

    def __init__(self, *words: str, folder: Path, settings: Mapping[str, str]) -> None:
        clean = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX)}
        chosen = {f"{PREFIX}{name}": text for name, text in settings.items()}
        self.port = int(settings.get("PORT", 0))
        self.said: list[str] = []
        # A file: a pipe that nobody reads meanwhile would fill up and hold the server.
        self._complaints = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - see ended
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *words],
            cwd=folder,
            env={**clean, **chosen, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )
        self._emergency = Timer(EMERGENCY_S, self._process.kill)
        self._emergency.start()

    def until(self, words: str) -> str:
        """Wait for the line with these words, and give it."""
        while line := self._line():
            if words in line:
                return line
        raise AssertionError(f"it never said {words!r}, but {self.said} and: {self.ended()}")

    def _line(self) -> str:
        """The next line that is not empty; none when it has ended."""
        assert self._process.stdout
        for line in self._process.stdout:
            if stripped := line.rstrip():
                self.said.append(stripped)
                return stripped
        return ""

    def tell(self, number: signal.Signals) -> None:
        """Tell it to stop."""
        self._process.send_signal(number)

    def ended(self) -> tuple[int, str]:
        """Wait until it has: its exit code, and what it logged or complained of."""
        while self._line():
            pass
        self._process.wait()
        self._emergency.cancel()
        self._complaints.seek(0)
        return self._process.returncode, self._complaints.read()

    def end(self) -> None:
        """End it at once, and close what it spoke through."""
        self._process.kill()
        self.ended()
        if self._process.stdout:
            self._process.stdout.close()
        self._complaints.close()

    def stopped(self, number: signal.Signals) -> tuple[int, str]:
        """Tell it to stop, and wait until it has."""
        self.tell(number)
        return self.ended()

    def get(self, path: str) -> tuple[int, str, Mapping[str, str]]:
        """Ask it for something: status, content and headers, their names in small letters."""
        connection = HTTPConnection(HOST, self.port, timeout=EMERGENCY_S)
        connection.request("GET", path)
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        headers = {name.lower(): text for name, text in answer.getheaders()}
        return answer.status, content, headers

    def until_it_takes_no_calls(self) -> None:
        """Wait until it has heard that it must stop."""
        pause = Event()
        for _ in range(EMERGENCY_S * 100):
            with socket.socket() as sock:
                if sock.connect_ex((HOST, self.port)) != 0:
                    return
            pause.wait(0.01)
        raise AssertionError("it goes on taking calls")


@contextmanager
def running(*words: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Start ``regietafel`` with these words; however the test ends, the process ends."""
    server = Server(*words, folder=folder, settings=settings)
    try:
        yield server
    finally:
        server.end()
