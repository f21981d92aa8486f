"""The door of the application, for many questions in little time: no sockets, one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from starlette.datastructures import Headers

HOST = "127.0.0.1"
_BODY = "http.response.body"


@dataclass(frozen=True, slots=True)
class Came:
    """What came back."""

    status: int
    headers: Headers
    text: str


class Door:
    """Where anybody knocks; to be closed after the last question.

    One task asks everything: so the threads that serve are started once, not for each question.
    """

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._asked: asyncio.Queue[tuple[dict[str, Any], bytes, asyncio.Future[Came]]]
        self._asked = asyncio.Queue()
        self._task = self._loop.create_task(self._open())

    def __enter__(self) -> Door:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()

    def ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Came:
        """Ask, and wait for the whole answer; what is raised past the last resort is raised."""
        came: asyncio.Future[Came] = self._loop.create_future()
        self._asked.put_nowait((_scope(method, url, headers, body), body or b"", came))
        return self._loop.run_until_complete(came)

    async def _open(self) -> None:
        while True:
            scope, body, came = await self._asked.get()
            try:
                came.set_result(await self._answer(scope, body))
            except Exception as error:
                came.set_exception(error)

    async def _answer(self, scope: dict[str, Any], body: bytes) -> Came:
        ahead: list[dict[str, Any]] = [{"type": "http.request", "body": body}]
        told: list[Any] = []

        async def receive() -> dict[str, Any]:
            return ahead.pop() if ahead else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)
        raw = b"".join(each.get("body", b"") for each in told if each["type"] == _BODY)
        return Came(
            told[0]["status"], Headers(raw=told[0]["headers"]), raw.decode(errors="replace")
        )


def _scope(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> dict[str, Any]:
    path, _, query = url.partition("?")
    said = {"host": HOST, **headers}
    if body is not None:
        said["content-length"] = str(len(body))
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in said.items()],
        "client": (HOST, 50000),
        "server": (HOST, 80),
        "state": {},
    }
